import { expect, test } from "vitest";
import { scan, tokens } from "./scan";

const words = (text: string) => tokens(text).filter((one) => one.kind !== "space").map((one) => [one.kind, text.slice(one.from, one.to)]);

test("every sort of word is told apart", () => {
  expect(words('IF({!a.b} >= 1.5 && NOT c$x, "say \\"hi\\"", \'x\') /* why */')).toEqual([
    ["function", "IF"], ["bracket", "("], ["reference", "{!a.b}"], ["operator", ">="], ["number", "1.5"], ["operator", "&&"], ["keyword", "NOT"],
    ["name", "c$x"], ["bracket", ","], ["string", '"say \\"hi\\""'], ["bracket", ","], ["string", "'x'"], ["bracket", ")"], ["comment", "/* why */"],
  ]);
});

test("AND is a function before a parenthesis and a word elsewhere", () => {
  expect(words("AND (a)")[0]).toEqual(["function", "AND"]);
  expect(words("true AND b").map(([kind]) => kind)).toEqual(["keyword", "keyword", "name"]);
});

test("what is left open goes on in the next line", () => {
  expect(scan('"begun', 0)).toEqual({ kind: "string", from: 0, to: 6, open: '"' });
  expect(scan('ended" & x', 0, '"')).toEqual({ kind: "string", from: 0, to: 6, open: "" });
  expect(scan("still */ 1", 0, "comment").to).toBe(8);
});

test("a text that ends with an escaped backslash is closed", () => {
  expect(words('"a\\\\" & b')[0]).toEqual(["string", '"a\\\\"']);
});

test("no text is read forever, and nothing of it is lost", () => {
  for (const text of ["{!", "{!a{!b}", "“quoted”", "#§ 🙂 ;", "1.2.3", "a..b", '"', "/*", "\\", "{}"]) {
    const read = tokens(text);
    expect(read.map((one) => text.slice(one.from, one.to)).join("")).toBe(text);
  }
});
