import { expect, test } from "vitest";
import { filledIn, inputSort, literalOf, operatorsFor, textOf, wayOf, withoutRow, withRow, withWay } from "./rows";
import { LANGUAGE } from "./sample";
import type { Condition, Conditions } from "./types";

const row = (left: string): Condition => ({ left, operator: "equal_to", right: null });
const three = (logic: string): Conditions => ({ logic, rows: [row("a"), row("b"), row("c")], formula: "" });

test("operators follow the kind of the left side; an unknown kind has all of them", () => {
  const names = (kind: string) => operatorsFor(LANGUAGE, kind).map((one) => one.operator);

  expect(names("currency")).toEqual(["equal_to", "greater_than", "is_null"]);
  expect(names("picklist")).toEqual(["equal_to", "contains", "is_null"]);
  expect(names("")).toHaveLength(4);
});

test("the input follows the kind and the operator", () => {
  expect(inputSort(LANGUAGE, "number", "equal_to")).toBe("number");
  expect(inputSort(LANGUAGE, "number", "is_null")).toBe("yes_no");
  expect(inputSort(LANGUAGE, "boolean", "equal_to")).toBe("yes_no");
  expect(inputSort(LANGUAGE, "picklist", "equal_to", true)).toBe("choice");
  expect(inputSort(LANGUAGE, "picklist", "contains", true)).toBe("text");
  expect(inputSort(LANGUAGE, "datetime", "equal_to")).toBe("datetime");
});

test("what is typed becomes a literal of the kind and is shown again as it was", () => {
  expect(literalOf("number", "12.5")).toEqual({ type: "literal", kind: "number", text: "12.5" });
  expect(literalOf("number", "")).toBeNull();
  expect(literalOf("text", "")).toEqual({ type: "literal", kind: "text", text: "" });
  expect(textOf("datetime", literalOf("datetime", "2026-01-31T09:30"))).toBe("2026-01-31T09:30");
  expect(textOf("datetime", { type: "literal", kind: "datetime", text: "soon" })).toBe("");
});

test("how rows go together is read from the logic and written back", () => {
  expect([three("and"), three("OR"), three("1 AND (2 OR 3)"), { logic: "and", rows: [], formula: "" }, { logic: "formula", rows: [], formula: "x" }].map(wayOf)).toEqual(["all", "any", "custom", "none", "formula"]);
  expect(withWay(three("or"), "custom").logic).toBe("1 OR 2 OR 3");
  expect(withWay(three("or"), "none").rows).toEqual([]);
  expect(withWay({ logic: "and", rows: [], formula: "" }, "any").rows).toHaveLength(1);
  expect(withWay(three("and"), "formula")).toEqual({ logic: "formula", rows: [], formula: "" });
});

test("a new row is taken into custom logic so that nobody forgets it", () => {
  expect(withRow(three("1 AND 2 AND 3")).logic).toBe("1 AND 2 AND 3 AND 4");
  expect(withRow(three("1 OR 2 OR 3")).logic).toBe("(1 OR 2 OR 3) AND 4");
  expect(withRow(three("and")).logic).toBe("and");
});

test.each([
  ["1 AND 2 AND 3", 1, "1 AND 2"],
  ["1 AND (2 OR 3)", 1, "1 AND (2)"],
  ["1 AND (2 OR 3)", 0, "(1 OR 2)"],
  ["(1 OR 2) AND 3", 2, "(1 OR 2)"],
  ["1 AND NOT 2 AND 3", 1, "1 AND 2"],
])("custom logic %s without row %i is %s", (logic, index, wanted) => {
  expect(withoutRow(three(logic), index).logic.replace(/\((\d)\)/, "$1")).toBe(wanted.replace(/\((\d)\)/, "$1"));
});

test("the last row but one leaves no custom logic behind", () => {
  const two: Conditions = { logic: "1 OR 2", rows: [row("a"), row("b")], formula: "" };
  expect(withoutRow(two, 0)).toEqual({ logic: "and", rows: [row("b")], formula: "" });
});

test("the server is asked once every row is filled in", () => {
  expect(filledIn(three("and"))).toBe(true);
  expect(filledIn(withRow(three("and")))).toBe(false);
  expect(filledIn({ logic: "formula", rows: [], formula: " " })).toBe(false);
});
