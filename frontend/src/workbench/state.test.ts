import { expect, test } from "vitest";
import { LANGUAGE } from "../shared/formula/sample";
import { matching } from "./Reference";
import { fromHash, NOTHING, toHash, type Work } from "./state";

test("a link shows what was written, on the same record", () => {
  const conditions: Work["conditions"] = { logic: "or", rows: [{ left: "$Record.Name", operator: "contains", right: { type: "literal", kind: "text", text: "ä & #=?" } }], formula: "" };
  for (const work of [
    { ...NOTHING, formula: '1 + 1 & "#&=%"', object: "Account", record: "001x" },
    { ...NOTHING, mode: "conditions" as const, conditions, object: "Account" },
    NOTHING,
  ]) expect(fromHash(toHash(work))).toEqual(work);
});

test("a link that is no use shows an empty workbench", () => {
  for (const hash of ["#conditions=nonsense", "#conditions=null", '#conditions={"rows":1}', "#x=y"]) expect(fromHash(hash)).toEqual(NOTHING);
});

test("functions are found by every word of their name and meaning, names first", () => {
  const names = (find: string) => matching(LANGUAGE.functions, find).map((one) => one.name);
  expect(names("and")).toEqual(["AND"]);
  expect(names("t text")).toEqual(["TODAY", "LEFT", "AND"]);
  expect(names("nix")).toEqual([]);
});
