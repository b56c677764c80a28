/** The editor of formulas: colours, completion, signatures, problems at their place. It knows nothing of the page. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { type Diagnostic, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { useEffect, useImperativeHandle, useRef, type Ref } from "react";
import { completionSource } from "./completion";
import { formulaLanguage, pageNonce } from "./language";
import type { Resources } from "./resources";
import { tokens } from "./scan";
import { signatureHelp } from "./signature";
import type { Catalogue, Problem } from "./types";

export interface EditorHandle {
  /** Put the caret at an offset, and the focus into the editor. */
  goTo(position: number): void;
  /** Write at the caret; `back` is how far the caret stays before the end of it. */
  insert(text: string, back?: number): void;
}

interface Props {
  value: string;
  onChange: (value: string) => void;
  catalogue: Catalogue;
  resources: Resources;
  label: string;
  problems?: Problem[];
  /** names: one reference and nothing else, on one line. */
  only?: "names" | "all";
  hint?: string;
  describedBy?: string;
  handle?: Ref<EditorHandle>;
}

export function FormulaEditor({ value, onChange, label, problems = [], only = "all", hint = "", describedBy = "", handle, ...language }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef({ onChange, ...language });
  latest.current = { onChange, ...language };
  const first = useRef(value);

  useEffect(() => {
    const attributes = { "aria-label": label, ...(describedBy ? { "aria-describedby": describedBy } : {}), spellcheck: "false" };
    const made = new EditorView({
      doc: first.current,
      parent: place.current ?? document.body,
      extensions: [...extensions(() => latest.current, only, hint), EditorView.contentAttributes.of(attributes)],
    });
    view.current = made;
    return () => {
      first.current = made.state.doc.toString();
      made.destroy();
    };
  }, [label, only, hint, describedBy]);

  useEffect(() => {
    const shown = view.current?.state.doc.toString();
    if (shown !== value) view.current?.dispatch({ changes: { from: 0, to: shown?.length ?? 0, insert: value } });
  }, [value]);

  useEffect(() => {
    if (view.current) view.current.dispatch(setDiagnostics(view.current.state, diagnosticsOf(problems, view.current.state.doc.toString())));
  }, [problems]);

  useImperativeHandle(handle, () => handleOf(() => view.current), []);
  return <div ref={place} className={`scf-editor${only === "names" ? " scf-editor-line" : ""}`} />;
}

function extensions(now: () => Pick<Props, "onChange" | "catalogue" | "resources">, only: "names" | "all", hint: string): Extension[] {
  const source = completionSource(() => now().catalogue, () => now().resources, only);
  return [
    formulaLanguage(pageNonce()),
    history(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ override: [source], icons: false, activateOnTypingDelay: 60 }),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap]),
    typedOver,
    EditorView.lineWrapping,
    EditorView.updateListener.of((update) => {
      if (update.docChanged) now().onChange(update.state.doc.toString());
    }),
    hint ? placeholder(hint) : [],
    only === "names" ? oneLine : signatureHelp(() => now().catalogue),
  ];
}

/** Typing over selected text: left to itself, the browser keeps the old colour by an inline style, which the content policy
 *  refuses with an error in the console. */
const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    const text = event.data;
    if (event.inputType !== "insertText" || !text || empty || view.composing) return false;
    const put = () =>
      view.state.update({ changes: { from, to, insert: text }, selection: { anchor: from + text.length }, userEvent: "input.type", scrollIntoView: true });
    const taken = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, text, put));
    if (!taken) view.dispatch(put());
    event.preventDefault();
    return true;
  },
});

/** Whatever would begin a second line is left out. */
const oneLine = EditorState.transactionFilter.of((change) => (change.newDoc.lines > 1 ? [] : change));

/** Where problems stand: the word at their offset, the last one for the end of the text. */
export function diagnosticsOf(problems: Problem[], text: string): Diagnostic[] {
  const words = tokens(text).filter((token) => token.kind !== "space");
  return problems.flatMap((problem) => {
    if (typeof problem.position !== "number") return [];
    const at = Math.min(problem.position, text.length);
    const word = words.find((token) => token.from <= at && at < token.to) ?? words.at(-1);
    const [from, to] = word ? [Math.min(word.from, at), word.to] : [0, text.length];
    return [{ from, to, severity: problem.severity, message: [problem.message, problem.fix].filter(Boolean).join(" ") }];
  });
}

function handleOf(view: () => EditorView | null): EditorHandle {
  return {
    goTo(position) {
      const anchor = Math.min(position, view()?.state.doc.length ?? 0);
      view()?.dispatch({ selection: { anchor }, scrollIntoView: true });
      view()?.focus();
    },
    insert(text, back = 0) {
      const range = view()?.state.selection.main;
      if (!range) return;
      view()?.dispatch({ changes: { from: range.from, to: range.to, insert: text }, selection: { anchor: range.from + text.length - back } });
      view()?.focus();
    },
  };
}
