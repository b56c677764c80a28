import { useCallback, useMemo, useReducer, useRef, useState } from "react";
import { count, t } from "../../shared/messages";
import { Canvas } from "../canvas/Canvas";
import { layOut } from "../layout";
import type { Command } from "../model/commands";
import { drawingOf } from "../model/draw";
import { begin, reduce } from "../model/history";
import type { Way } from "../model/ways";
import { Panel } from "../panel/Panel";
import { type Builder, BuilderContext } from "./builder";
import { KeysDialog } from "./KeysDialog";
import { OutlineTree } from "./OutlineTree";
import { Palette } from "./Palette";
import { ProblemsDock } from "./ProblemsDock";
import { consequencesOf, RemoveDialog } from "./RemoveDialog";
import { connection, type Start } from "./server";
import { Toolbar, type View } from "./Toolbar";
import { useDraft } from "./useDraft";
import { useKeys } from "./useKeys";
import { useLanguage } from "./useLanguage";
import { useSaid } from "./useSaid";

const NARROW = 768; // px; below it the outline stands instead of the canvas

/** The builder: toolbar, canvas or outline, panel, problems. */
export function Editor({ start, back }: { start: Start; back: string }) {
  const [view, setView] = useState<View>(window.innerWidth < NARROW ? "outline" : "canvas");
  const [adding, setAdding] = useState<{ ways: readonly Way[]; anchor: HTMLElement } | null>(null);
  const [removing, setRemoving] = useState<readonly string[]>([]);
  const [keys, setKeys] = useState(false);
  const [panelFocus, setPanelFocus] = useState(0);
  const [said, announce] = useState("");
  const root = useRef<HTMLDivElement>(null);
  const { builder, draft } = useModel(start, { addAt: setAdding, remove: setRemoving, announce });
  useKeys(builder, root, { panel: () => setPanelFocus(panelFocus + 1), help: () => setKeys(true) });
  const closePalette = useCallback(() => setAdding(null), []);
  const toTree = () => root.current?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]')?.focus();
  const doRemove = (how: "nothing" | "branches") => {
    const { label } = consequencesOf(builder.state.definition, removing);
    builder.run({ do: "remove", names: removing, with: how }, t("builder.did.remove", { label }));
    setRemoving([]);
  };
  return (
    <BuilderContext.Provider value={builder}>
      <div className="scb-editor" ref={root}>
        <Toolbar start={start} draft={draft} back={back} view={view} setView={setView} help={() => setKeys(true)} />
        <div className="scb-body">
          {view === "canvas" ? <Canvas /> : <OutlineTree />}
          <Panel focusAt={panelFocus} back={toTree} />
        </div>
        <ProblemsDock />
        {adding && <Palette ways={adding.ways} anchor={adding.anchor} close={closePalette} added={() => setPanelFocus(panelFocus + 1)} />}
        {removing.length > 0 && <RemoveDialog what={consequencesOf(builder.state.definition, removing)} close={() => setRemoving([])} remove={doRemove} />}
        {keys && <KeysDialog close={() => setKeys(false)} />}
        <p className="visually-hidden" aria-live="polite">
          {said}
        </p>
      </div>
    </BuilderContext.Provider>
  );
}

interface Ask {
  addAt: (one: { ways: readonly Way[]; anchor: HTMLElement }) => void;
  remove: (names: readonly string[]) => void;
  announce: (words: string) => void;
}

function useModel(start: Start, ask: Ask) {
  const [state, dispatch] = useReducer(reduce, start.document, begin);
  const server = useMemo(() => connection(start.apiName), [start.apiName]);
  const language = useLanguage();
  const words = useSaid(state.definition, server, start);
  const draft = useDraft(state.definition, server, start);
  const drawing = useMemo(() => drawingOf(state.definition, words.drawing), [state.definition, words.drawing]);
  const layout = useMemo(() => layOut(drawing), [drawing]);
  const say = (what: string) => ask.announce(`${what}. ${count("builder.count", drawing.elements.length)}`);
  const run = (command: Command, what: string, burst = "") => {
    dispatch({ type: "command", command, words: what, burst, at: Date.now() });
    if (!burst) say(what);
  };
  const remove = (names: readonly string[]) => {
    const real = names.filter((name) => name !== "" && !name.includes("/"));
    if (!real.length) return;
    const { lines, label } = consequencesOf(state.definition, real);
    if (lines.length) ask.remove(real);
    else run({ do: "remove", names: real, with: "nothing" }, t("builder.did.remove", { label }));
  };
  const builder: Builder = {
    state,
    drawing,
    layout,
    problems: words.problems,
    offered: start.offered,
    server,
    language,
    run,
    undo: () => {
      dispatch({ type: "undo" });
      say(t("builder.undo"));
    },
    redo: () => {
      dispatch({ type: "redo" });
      say(t("builder.redo"));
    },
    backTo: (index) => dispatch({ type: "back_to", index }),
    select: (names) => dispatch({ type: "select", names }),
    addAt: (ways, anchor) => ask.addAt({ ways, anchor }),
    remove,
    announce: ask.announce,
  };
  return { builder, draft };
}
