/** Where a definition names an element, step, outcome or resource: in connectors, paths, texts and formulas. */
import type { Definition, Json } from "./document";

const PATH_KEYS = new Set(["path", "left"]);
const FORMULA_KEYS = new Set(["formula", "expression"]);
/** A quoted text, or a name that no dot, $ or letter stands before. */
const TOKENS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?<![\w.$])[A-Za-z]\w*/g;
const MERGE = /\{!([A-Za-z]\w*)/g;

/** The definition with every mention of a name changed; the thing itself is renamed by its owner. */
export function renameMentions(definition: Definition, from: string, to: string): Definition {
  const swap = (name: string) => (same(name, from) ? to : name);
  return walk(definition as unknown as Json, "", swap) as unknown as Definition;
}

/** How often a name is mentioned, jumps and connectors left out. */
export function mentionsOf(definition: Definition, name: string): number {
  let found = 0;
  walk(definition as unknown as Json, "", (one) => {
    if (same(one, name)) found += 1;
    return one;
  });
  return found;
}

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

function walk(value: Json, key: string, swap: (name: string) => string): Json {
  if (typeof value === "string") return text(value, key, swap);
  if (Array.isArray(value)) return value.map((one) => walk(one, key, swap));
  if (value === null || typeof value !== "object") return value;
  const isExpression = value.type === "expression";
  const entries = Object.entries(value).map(([name, inner]): [string, Json] => {
    if (name === "filters" || name === "extra") return [name, inner]; // fields of a record; what an import kept
    return [name, walk(inner, isExpression && name === "text" ? "expression" : name, swap)];
  });
  return Object.fromEntries(entries);
}

function text(value: string, key: string, swap: (name: string) => string): string {
  if (PATH_KEYS.has(key)) {
    const [head = "", ...rest] = value.split(".");
    return [swap(head), ...rest].join(".");
  }
  const merged = value.replace(MERGE, (_, name: string) => `{!${swap(name)}`);
  if (!FORMULA_KEYS.has(key)) return merged;
  return merged.replace(TOKENS, (token) => (/^["']/.test(token) ? token : swap(token)));
}
