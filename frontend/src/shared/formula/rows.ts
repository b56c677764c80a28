/** What a condition row needs to know of itself: which operators fit, what is typed on the right, how rows renumber. */
import { clockText, momentOf } from "../moments";
import type { Catalogue, Condition, Conditions, Operand, OperatorFact } from "./types";

/** How several rows go together, as people choose it. */
export type Way = "none" | "all" | "any" | "custom" | "formula";
/** What stands on the right: yes and no for operators that only ask, else by the kind of the left side. */
export type InputSort = "yes_no" | "number" | "date" | "datetime" | "time" | "choice" | "text";

export const EMPTY_ROW: Condition = { left: "", operator: "" };

/** The operators for a left side of this kind; all of them where the kind is not known. */
export function operatorsFor(catalogue: Catalogue, kind: string): OperatorFact[] {
  const family = catalogue.families.find((one) => one.kinds.includes(kind));
  return family ? catalogue.operators.filter((one) => family.operators.includes(one.operator)) : catalogue.operators;
}

/** Families that put an operator first: equal_to stands for what most people want. */
export function defaultOperator(catalogue: Catalogue, kind: string): string {
  return operatorsFor(catalogue, kind)[0]?.operator ?? "";
}

export function isUnary(catalogue: Catalogue, operator: string): boolean {
  return catalogue.operators.some((one) => one.operator === operator && one.unary);
}

export function inputSort(catalogue: Catalogue, kind: string, operator: string, hasChoices = false): InputSort {
  if (isUnary(catalogue, operator) || kind === "boolean") return "yes_no";
  if (kind === "number" || kind === "currency") return "number";
  if (kind === "date" || kind === "datetime" || kind === "time") return kind;
  return hasChoices && ["equal_to", "not_equal_to"].includes(operator) ? "choice" : "text";
}

/** A typed text as the literal of a row; null where nothing was typed. A moment is typed in the zone of the person. */
export function literalOf(sort: InputSort, text: string): Operand | null {
  if (text === "" && sort !== "text") return null;
  if (sort === "yes_no") return { type: "literal", kind: "boolean", text };
  if (sort === "datetime") {
    const moment = momentOf(text);
    return moment === null ? null : { type: "literal", kind: "datetime", text: moment.toISOString().replace(/(\.000)?Z$/, "+00:00") };
  }
  return { type: "literal", kind: sort === "choice" ? "text" : sort, text };
}

/** What the input shows for a literal. */
export function textOf(sort: InputSort, right: Operand | null | undefined): string {
  if (right?.type !== "literal") return "";
  if (sort !== "datetime" || right.kind !== "datetime") return right.text;
  const moment = new Date(right.text);
  if (Number.isNaN(moment.getTime())) return "";
  return clockText(moment);
}

export function wayOf(conditions: Conditions): Way {
  if (conditions.logic === "formula" || (conditions.formula && conditions.rows.length === 0)) return "formula";
  if (conditions.rows.length === 0) return "none";
  const logic = conditions.logic.toLowerCase();
  return logic === "and" ? "all" : logic === "or" ? "any" : "custom";
}

/** Conditions joined in another way. Rows and formula are kept where they still mean something. */
export function withWay(conditions: Conditions, way: Way): Conditions {
  const rows = conditions.rows.length ? conditions.rows : [EMPTY_ROW];
  switch (way) {
    case "none": return { logic: "and", rows: [], formula: "" };
    case "all": return { logic: "and", rows, formula: "" };
    case "any": return { logic: "or", rows, formula: "" };
    case "formula": return { logic: "formula", rows: [], formula: conditions.formula };
    case "custom": return { logic: spelledOut(conditions, rows.length), rows, formula: "" };
  }
}

/** A new row at the end; custom logic takes it in by AND, so that it is not forgotten. */
export function withRow(conditions: Conditions): Conditions {
  const rows = [...conditions.rows, EMPTY_ROW];
  const logic = wayOf(conditions) === "custom" ? joined(conditions.logic, rows.length) : conditions.logic;
  return { ...conditions, rows, logic };
}

/** Without one row (counted from 0); in custom logic its number goes with the operator before it, later ones move up. */
export function withoutRow(conditions: Conditions, index: number): Conditions {
  const rows = conditions.rows.filter((_row, at) => at !== index);
  if (wayOf(conditions) !== "custom") return { ...conditions, rows };
  const logic = withoutNumber(conditions.logic, index + 1).replace(/\d+/g, (number) => String(Number(number) - (Number(number) > index + 1 ? 1 : 0)));
  return { ...conditions, rows, logic: rows.length < 2 || !logic ? "and" : logic };
}

export function withRowChanged(conditions: Conditions, index: number, row: Condition): Conditions {
  return { ...conditions, rows: conditions.rows.map((one, at) => (at === index ? row : one)) };
}

/** Without what nobody has filled in yet: what the server is asked about. */
export function filledIn(conditions: Conditions): boolean {
  return wayOf(conditions) === "formula" ? conditions.formula.trim() !== "" : conditions.rows.every((row) => row.left && row.operator);
}

function spelledOut(conditions: Conditions, count: number): string {
  const word = conditions.logic.toLowerCase() === "or" ? " OR " : " AND ";
  return Array.from({ length: count }, (_one, at) => at + 1).join(word);
}

function joined(logic: string, number: number): string {
  return /\bOR\b/i.test(logic) ? `(${logic}) AND ${number}` : `${logic} AND ${number}`;
}

function withoutNumber(logic: string, number: number): string {
  const one = `(?:NOT\\s*)*\\(?\\b${number}\\b\\)?`;
  const after = new RegExp(`\\s*\\b(?:AND|OR)\\s+(?:NOT\\s+)*\\b${number}\\b`, "i");
  const before = new RegExp(`(?:NOT\\s+)*\\b${number}\\b\\s*(?:AND|OR)\\s+`, "i");
  const found = [after, before].find((pattern) => pattern.test(logic));
  const left = logic.replace(found ?? new RegExp(one, "i"), "");
  return left.replace(/\((\s*\d+\s*)\)/g, (_whole, inner: string) => inner.trim()).trim();
}
