import { expect, test } from "vitest";
import { callAt, optionsFor, writtenAt } from "./completion";
import { entryAt } from "./resources";
import { LANGUAGE, sampleResources } from "./sample";
import { pieces } from "./signature";

/** "|" is the caret. */
const at = (marked: string) => [marked.replace("|", ""), marked.indexOf("|")] as const;
const written = (marked: string) => writtenAt(...at(marked));

test("a name is known with the steps before it", () => {
  expect(written("1 + $Record.Owner.Man|")).toEqual({ path: ["$Record", "Owner"], typed: "Man", from: 18, merge: false });
  expect(written("LE|")).toEqual({ path: [], typed: "LE", from: 0, merge: false });
  expect(written("IF({!|")).toEqual({ path: [], typed: "", from: 5, merge: true });
  expect(written("{! $User.| }")).toMatchObject({ path: ["$User"], typed: "", merge: true });
});

test("inside texts and comments, and where no name is begun, nothing is offered", () => {
  for (const marked of ['"LE|FT"', '"LE|', "/* LE| */", "1 + |", "LEFT(|"]) expect(written(marked)).toBeNull();
  expect(written('"a" & b|')).toMatchObject({ typed: "b" });
});

test("a reference is walked over several records, each asked for once", async () => {
  const { asked, resources } = sampleResources();
  const names = async (...path: string[]) => (await resources.inside(path)).map((one) => one.name);

  expect(await names("$Record")).toEqual(["Amount", "OwnerId", "Owner", "Loan__c", "Loan__r", "Status"]);
  expect(await names("$record", "owner", "Manager")).toEqual(["Email", "ManagerId", "Manager"]);
  expect(await names("$Flow")).toEqual(["CurrentDate"]);
  expect(await names("$Record", "Amount")).toEqual([]);
  expect(await names("$Nothing")).toEqual([]);
  expect(asked).toEqual(["Order", "User"]);
  expect((await entryAt(resources, ["$Record", "Owner", "Manager", "Email"]))?.kind).toBe("text");
  expect((await entryAt(resources, ["$Record", "Status"]))?.choices).toEqual([{ value: "o", label: "Open" }]);
});

test("an object nobody knows is asked for again the next time", async () => {
  const { asked, resources } = sampleResources();

  await expect(resources.inside(["$Record", "Loan__r"])).rejects.toThrow("no such object");
  await expect(resources.inside(["$Record", "Loan__r"])).rejects.toThrow();
  expect(asked.filter((one) => one === "Loan")).toHaveLength(2);
});

test("functions are offered for a bare word only", async () => {
  const { resources } = sampleResources([{ name: "total", label: "", kind: "number", leadsTo: "" }]);
  const labels = async (marked: string, only?: "names") => {
    const here = written(marked);
    return here ? (await optionsFor(here, LANGUAGE, resources, only)).map((one) => one.label) : null;
  };

  expect(await labels("L|")).toEqual(["LEFT", "AND", "TODAY", "TRUE", "FALSE", "NULL", "total", "$Record", "$User", "$Flow"]);
  expect(await labels("{!t|")).toEqual(["total", "$Record", "$User", "$Flow"]);
  expect(await labels("t|", "names")).toEqual(["total", "$Record", "$User", "$Flow"]);
  expect(await labels("$User.|")).toEqual(["Email", "ManagerId", "Manager"]);
});

test("the call around the caret and its argument", () => {
  expect(callAt(...at("LEFT(a, |b)"))).toEqual({ name: "LEFT", argument: 1 });
  expect(callAt(...at("and(LEFT(a, 1), (b + |"))).toEqual({ name: "AND", argument: 1 });
  expect(callAt(...at('LEFT("a, b(", |'))).toEqual({ name: "LEFT", argument: 1 });
  expect(callAt(...at("LEFT(a)|"))).toBeNull();
  expect(callAt(...at("(a + |"))).toBeNull();
});

test("a signature sets off the argument at hand, a repeated one for ever", () => {
  const [left, and, today] = LANGUAGE.functions;
  const bold = (known: typeof left, argument: number) => known && pieces(known, argument).filter((one) => one.now).map((one) => one.text);

  expect(bold(left, 1)).toEqual([", count"]);
  expect(bold(left, 5)).toEqual([]);
  expect(bold(and, 9)).toEqual(["test…"]);
  expect(bold(today, 0)).toEqual([]);
});
