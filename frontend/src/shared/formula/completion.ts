/** What fits where the caret is: functions, then resources step by step. */
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { startCompletion } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { tokenBefore, tokens } from "./scan";
import type { Entry, Resources } from "./resources";
import type { Catalogue, FormulaFunction } from "./types";

/** A name being written. path: the steps before the last; from: where the last begins; merge: inside {! … } */
export interface Written { path: string[]; typed: string; from: number; merge: boolean }

const NAME = /(\{!\s*)?((?:(?:\$|[\p{L}_])[\w$:#]*(?:\.[\w$:#]*)*)?)$/u;

/** The name before the caret; null inside texts and comments, or where none is begun. */
export function writtenAt(text: string, at: number): Written | null {
  const token = tokenBefore(text, at);
  const inside = token && (token.kind === "string" || token.kind === "comment") && (at < token.to || token.open !== "");
  const found = inside ? null : NAME.exec(text.slice(0, at));
  if (!found || (!found[1] && !found[2])) return null;
  const steps = (found[2] ?? "").split(".");
  const typed = steps.pop() ?? "";
  return { path: steps, typed, from: at - typed.length, merge: Boolean(found[1]) };
}

/** A call that is not closed before the caret, and which of its arguments the caret is in. */
export interface OpenCall { name: string; argument: number }

export function callAt(text: string, at: number): OpenCall | null {
  const calls: OpenCall[] = [];
  let before = "";
  for (const token of tokens(text)) {
    if (token.from >= at || (token.to > at && token.kind !== "bracket")) break;
    const word = text.slice(token.from, token.to);
    const call = calls.at(-1);
    if (word === "(") calls.push({ name: before, argument: 0 });
    else if (word === ")") calls.pop();
    else if (word === "," && call) call.argument += 1;
    if (token.kind !== "space") before = token.kind === "function" ? word.toUpperCase() : "";
  }
  return calls.filter((call) => call.name).at(-1) ?? null;
}

/** only: "names" leaves functions out (a condition's left side, a reference). */
export async function optionsFor(
  written: Written, catalogue: Catalogue, resources: Resources, only: "names" | "all" = "all",
): Promise<Completion[]> {
  const names = (await resources.inside(written.path)).map((entry) => nameOption(entry, written.merge));
  if (only === "names" || written.merge || written.path.length || written.typed.startsWith("$")) return names;
  return [...catalogue.functions.map(functionOption), ...["TRUE", "FALSE", "NULL"].map((label) => ({ label, type: "keyword" })), ...names];
}

export function completionSource(catalogue: () => Catalogue, resources: () => Resources, only: "names" | "all") {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const text = context.state.doc.toString();
    const written = writtenAt(text, context.pos) ?? (context.explicit ? nothing(text, context.pos) : null);
    if (!written) return null;
    const options = await optionsFor(written, catalogue(), resources(), only);
    return options.length ? { from: written.from, options, validFor: /^[\w$:#]*$/ } : null;
  };
}

function nothing(text: string, at: number): Written | null {
  const token = tokenBefore(text, at);
  const inside = token && (token.kind === "string" || token.kind === "comment") && at < token.to;
  return inside ? null : { path: [], typed: "", from: at, merge: false };
}

function functionOption(one: FormulaFunction): Completion {
  const lone = one.parameters.length === 0;
  return {
    label: one.name, detail: one.returns, type: "function", info: `${one.signature}: ${one.means}`,
    apply: (view, _option, from, to) => put(view, from, to, `${one.name}()`, lone ? 0 : 1),
  };
}

/** A record goes on with a dot and the next list; anything else closes the {! } it stands in. */
function nameOption(entry: Entry, merge: boolean): Completion {
  const goesOn = Boolean(entry.leadsTo || entry.inner?.length);
  const option: Completion = { label: entry.name, detail: goesOn ? `${entry.kind || "…"} ›` : entry.kind, type: "variable", boost: 1 };
  if (entry.label && entry.label !== entry.name) option.info = entry.label;
  option.apply = (view, _option, from, to) => {
    if (goesOn) {
      put(view, from, to, `${entry.name}.`, 0);
      startCompletion(view);
      return;
    }
    const closed = view.state.sliceDoc(to).trimStart().startsWith("}");
    put(view, from, to, merge && !closed ? `${entry.name}}` : entry.name, 0);
  };
  return option;
}

function put(view: EditorView, from: number, to: number, insert: string, back: number): void {
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length - back }, userEvent: "input.complete" });
}
