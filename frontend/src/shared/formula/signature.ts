/** While the caret is inside a call: how the function is written, with the argument at hand set off. */
import { type EditorState, type Extension, StateField } from "@codemirror/state";
import { showTooltip, type Tooltip } from "@codemirror/view";
import { callAt } from "./completion";
import type { Catalogue, FormulaFunction } from "./types";

export function signatureHelp(catalogue: () => Catalogue): Extension {
  return StateField.define<Tooltip | null>({
    create: () => null,
    update: (shown, change) => (change.docChanged || change.selection ? helpAt(change.state, catalogue()) : shown),
    provide: (field) => showTooltip.from(field),
  });
}

function helpAt(state: EditorState, catalogue: Catalogue): Tooltip | null {
  const place = state.selection.main;
  const call = place.empty ? callAt(state.doc.toString(), place.head) : null;
  const known = call && catalogue.functions.find((one) => one.name === call.name);
  if (!call || !known) return null;
  return { pos: place.head, above: true, create: () => ({ dom: drawn(known, call.argument) }) };
}

/** The pieces of a signature, the argument at hand among them. */
export function pieces(known: FormulaFunction, argument: number): { text: string; now: boolean }[] {
  const at = Math.min(argument, known.parameters.length - 1);
  const now = argument < known.parameters.length || known.parameters.at(-1)?.repeated ? at : -1;
  const words = known.parameters.map((one, index) => {
    const name = `${one.name}${one.repeated ? "…" : ""}`;
    return { text: `${index ? ", " : ""}${one.optional ? `[${name}]` : name}`, now: index === now };
  });
  return [{ text: `${known.name}(`, now: false }, ...words, { text: ")", now: false }];
}

function drawn(known: FormulaFunction, argument: number): HTMLElement {
  const box = document.createElement("div");
  box.className = "scf-signature";
  const line = box.appendChild(document.createElement("code"));
  for (const piece of pieces(known, argument)) {
    const part = line.appendChild(document.createElement(piece.now ? "strong" : "span"));
    part.textContent = piece.text;
  }
  box.appendChild(document.createElement("p")).textContent = known.means;
  return box;
}
