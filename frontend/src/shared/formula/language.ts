/** Colours of formulas: our tokens of the theme, so that light and dark follow the page. */
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { type Tag, tags } from "@lezer/highlight";
import { type Open, scan, type TokenKind } from "./scan";

const TAGS: Record<Exclude<TokenKind, "space">, Tag> = {
  comment: tags.comment, string: tags.string, number: tags.number, reference: tags.variableName, function: tags.function(tags.name),
  keyword: tags.keyword, name: tags.propertyName, operator: tags.operator, bracket: tags.paren, invalid: tags.invalid,
};

const formula = StreamLanguage.define<{ open: Open }>({
  name: "formula",
  startState: () => ({ open: "" }),
  copyState: (state) => ({ ...state }),
  token(stream, state) {
    const token = scan(stream.string, stream.pos, state.open);
    stream.pos = Math.max(token.to, stream.pos + 1);
    state.open = token.open;
    return token.kind === "space" ? null : token.kind;
  },
  languageData: { commentTokens: { block: { open: "/*", close: "*/" } }, closeBrackets: { brackets: ["(", '"', "'"] } },
  tokenTable: TAGS,
});

const colours = HighlightStyle.define([
  { tag: tags.comment, color: "var(--sc-text-soft)", fontStyle: "italic" },
  { tag: tags.string, color: "var(--sc-good)" },
  { tag: tags.number, color: "var(--sc-warn)" },
  { tag: tags.variableName, color: "var(--sc-info)" },
  { tag: tags.propertyName, color: "var(--sc-info)" },
  { tag: tags.function(tags.name), color: "var(--sc-primary)", fontWeight: "600" },
  { tag: tags.keyword, color: "var(--sc-primary)", fontWeight: "600" },
  { tag: tags.operator, color: "var(--sc-text)" },
  { tag: tags.paren, color: "var(--sc-text-soft)" },
  { tag: tags.invalid, color: "var(--sc-bad)" },
]);

const MONOSPACE = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace';
const look = EditorView.theme({
  "&": { color: "var(--sc-text)", backgroundColor: "var(--sc-surface)", border: "1px solid var(--sc-border-strong)", borderRadius: "0.4rem" },
  "&.cm-focused": { outline: "2px solid var(--sc-focus)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: MONOSPACE, fontSize: "0.9rem", lineHeight: "1.5" },
  ".cm-content": { padding: "0.45rem 0.2rem", caretColor: "var(--sc-text)", minHeight: "inherit" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--sc-text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--sc-primary-soft)" },
  ".cm-placeholder": { color: "var(--sc-text-soft)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { background: "var(--sc-primary-soft)", color: "inherit" },
  ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": { background: "var(--sc-bad-soft)", color: "inherit" },
  ".cm-tooltip": { background: "var(--sc-surface)", color: "var(--sc-text)", border: "1px solid var(--sc-border-strong)", borderRadius: "0.4rem", boxShadow: "var(--sc-shadow-high)", maxWidth: "min(30rem, 92vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: MONOSPACE, fontSize: "0.85rem", maxHeight: "15rem", minWidth: "14rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.25rem 0.6rem", minHeight: "1.6rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--sc-primary-soft)", color: "var(--sc-primary-strong)" },
  ".cm-completionDetail": { color: "var(--sc-text-soft)", fontStyle: "normal", float: "right", paddingLeft: "1rem" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-tooltip.cm-completionInfo": { padding: "0.5rem 0.7rem", fontSize: "0.85rem", lineHeight: "1.4" },
  ".cm-diagnostic": { padding: "0.35rem 0.7rem", fontSize: "0.85rem" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--sc-bad)" },
  ".cm-diagnostic-warning": { borderLeft: "4px solid var(--sc-warn)" },
});

/** nonce: of the page's content policy, without which the editor may not bring its own style. */
export function formulaLanguage(nonce: string): Extension {
  return [formula, syntaxHighlighting(colours), look, nonce ? EditorView.cspNonce.of(nonce) : []];
}

/** The nonce of this page, "" where it has none. Scripts may read it, attributes in the document do not show it. */
export function pageNonce(): string {
  return document.querySelector<HTMLElement>("script[nonce]")?.nonce ?? "";
}
