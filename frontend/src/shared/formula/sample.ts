/** A small language and two objects, for tests. */
import { type Entry, resourcesOf } from "./resources";
import type { Catalogue, FieldFact, FormulaFunction, Parameter } from "./types";

const parameter = (name: string, more: Partial<Parameter> = {}): Parameter => ({ name, wants: "any", kinds: [], optional: false, repeated: false, ...more });

function called(name: string, parameters: Parameter[]): FormulaFunction {
  const signature = `${name}(${parameters.map((one) => one.name).join(", ")})`;
  return { name, family: "text", signature, parameters, returns: "text", returns_kind_of: "", means: `${name} of a text`, nulls: "-", example: "", gives: "", start_only: false };
}

const EVERY = ["text", "number", "date", "boolean"];
const operator = (name: string, families: string[], unary = false) => ({ operator: name, label: name, means: "", nulls: "", unary, families });
const OPERATORS = [
  operator("equal_to", EVERY), operator("greater_than", ["number", "date"]), operator("contains", ["text"]), operator("is_null", EVERY, true),
];
const family = (name: string, kinds: string[]) => ({
  family: name, words: name, kinds, operators: OPERATORS.filter((one) => one.families.includes(name)).map((one) => one.operator),
});
const GLOBALS = [
  { name: "$Record", means: "the record", kind: "record", object: "", members: [] },
  { name: "$User", means: "the person", kind: "record", object: "User", members: [] },
  { name: "$Flow", means: "the run", kind: "", object: "", members: [{ name: "CurrentDate", kind: "date", means: "today" }] },
];

export const LANGUAGE: Catalogue = {
  families: [family("text", ["text", "picklist"]), family("number", ["number", "currency"]), family("date", ["date", "datetime"]), family("boolean", ["boolean"])],
  operators: OPERATORS,
  symbols: [],
  function_families: { text: "Text" },
  functions: [called("LEFT", [parameter("text"), parameter("count")]), called("AND", [parameter("test", { repeated: true })]), called("TODAY", [])],
  globals: GLOBALS,
  limits: { formula_characters: 5000, logic_characters: 1000 },
};

const field = (api_name: string, kind: string, target: string | null = null, choices: FieldFact["choices"] = []): FieldFact => ({ api_name, label: `The ${api_name}`, kind, target, choices });
const FIELDS: Record<string, FieldFact[]> = {
  Order: [field("Amount", "currency"), field("OwnerId", "lookup", "User"), field("Loan__c", "lookup", "Loan"), field("Status", "picklist", null, [{ value: "o", label: "Open" }])],
  User: [field("Email", "email"), field("ManagerId", "lookup", "User")],
};

/** asked: objects whose fields were asked for, in order. */
export function sampleResources(own: Entry[] = []) {
  const asked: string[] = [];
  const load = (object: string) => {
    asked.push(object);
    return object in FIELDS ? Promise.resolve(FIELDS[object] ?? []) : Promise.reject(new Error("no such object"));
  };
  return { asked, resources: resourcesOf(LANGUAGE, load, { record: "Order", own }) };
}
