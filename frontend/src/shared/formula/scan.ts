/** The words of the language, for colours and for knowing where the caret is. Whether they make sense, the server says. */
export type TokenKind = "comment" | "string" | "number" | "reference" | "function" | "keyword" | "name" | "operator" | "bracket" | "space" | "invalid";
/** What an earlier line left open. */
export type Open = "" | "comment" | '"' | "'";
export interface Token { kind: TokenKind; from: number; to: number; open: Open }

const WORDS: [TokenKind, RegExp][] = [
  ["space", /[\s\u200b\ufeff]+/y],
  ["reference", /\{![^{}]*\}?/y],
  ["number", /\d+(\.\d*)?|\.\d+/y],
  ["name", /(\$|[\p{L}_])[\w$:#]*(\.[\w$:#]*)*/uy],
  ["operator", /\|\||&&|<>|<=|>=|==|!=|[-+*/^&=<>!]/y],
  ["bracket", /[(),]/y],
];
const KEYWORDS = new Set(["TRUE", "FALSE", "NULL", "NOT", "AND", "OR"]);

/** The token that begins at `at`. */
export function scan(text: string, at: number, open: Open = ""): Token {
  if (open === "comment" || text.startsWith("/*", at)) return closing("comment", text, at, open ? at : at + 2, /\*\//g, "comment");
  const quote = open || text[at];
  if (quote === '"' || quote === "'") return closing("string", text, at, open ? at : at + 1, quote === '"' ? /(?<!\\)(?:\\\\)*"/g : /(?<!\\)(?:\\\\)*'/g, quote);
  for (const [kind, pattern] of WORDS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return { kind: kind === "name" ? nameKind(found[0], text, at + found[0].length) : kind, from: at, to: at + found[0].length, open: "" };
  }
  return { kind: "invalid", from: at, to: at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1), open: "" };
}

/** Every token of a text. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (let at = 0; at < text.length; at = found.at(-1)?.to ?? text.length) found.push(scan(text, at));
  return found;
}

/** The token around or just before a place; undefined at the beginning. */
export function tokenBefore(text: string, at: number): Token | undefined {
  return tokens(text).find((token) => token.from < at && at <= token.to);
}

function closing(kind: TokenKind, text: string, from: number, start: number, end: RegExp, open: Open): Token {
  end.lastIndex = start;
  const found = end.exec(text);
  return found ? { kind, from, to: found.index + found[0].length, open: "" } : { kind, from, to: text.length, open };
}

function nameKind(word: string, text: string, after: number): TokenKind {
  if (KEYWORDS.has(word.toUpperCase()) && !/^\s*\(/.test(text.slice(after))) return "keyword";
  return /^\s*\(/.test(text.slice(after)) ? "function" : "name";
}
