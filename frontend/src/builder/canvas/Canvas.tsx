import { Background, Controls, MiniMap, type Node, ReactFlow, ReactFlowProvider, useReactFlow } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useEffect, useMemo, useRef } from "react";
import { t } from "../../shared/messages";
import { useBuilder } from "../editor/builder";
import { place, type Placed, type Placement } from "../place";
import { CardNode } from "./CardNode";
import { Lines } from "./Lines";
import { PlusButtons } from "./PlusButtons";
import { LabelNode, StartNode, TailNode } from "./SmallNodes";

const NODES = { card: CardNode, start: StartNode, label: LabelNode, tail: TailNode };
const NO_EDGES: never[] = [];
const TONES: Record<string, string> = { stage: "var(--sc-primary)", decision: "var(--sc-warn)", end: "var(--sc-quiet)" };

export function Canvas() {
  return (
    <ReactFlowProvider>
      <Drawn />
    </ReactFlowProvider>
  );
}

function Drawn() {
  const { layout, state, select } = useBuilder();
  const placement = useMemo(() => place(layout, state.definition), [layout, state.definition]);
  const nodes = useMemo(() => placement.boxes.map(nodeOf), [placement]);
  const flow = useReactFlow();
  const canvas = useRef<HTMLDivElement>(null);
  useEffect(() => {
    canvas.current?.querySelector(".react-flow__nodes")?.setAttribute("role", "tree");
    canvas.current?.querySelector(".react-flow__nodes")?.setAttribute("aria-label", t("builder.outline"));
  }, []);
  useKeepInView(placement);
  return (
    <div
      className="scb-flow"
      ref={canvas}
      onKeyDown={(event) => {
        if ((event.target as HTMLElement).closest("input, textarea, select")) return;
        if (event.key === "1") void flow.fitView({ duration: calm(200), padding: 0.1, maxZoom: 1 });
        if (event.key === "0") void flow.zoomTo(1, { duration: calm(200) });
      }}
    >
      <ReactFlow
        nodes={nodes}
        edges={NO_EDGES}
        nodeTypes={NODES}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        panOnScroll
        minZoom={0.25}
        maxZoom={2}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.1 }}
        onPaneClick={() => select([])}
        proOptions={{ hideAttribution: false }}
      >
        <Background />
        <Controls showInteractive={false} />
        <MiniMap pannable zoomable nodeColor={(node) => TONES[toneOf(node)] ?? "var(--sc-border)"} ariaLabel={t("builder.minimap")} />
        <Lines lines={placement.lines} />
        <PlusButtons placement={placement} />
      </ReactFlow>
    </div>
  );
}

function toneOf(node: Node): string {
  const box = node.data.box as Placed | undefined;
  return box?.kind === "card" ? box.node.element.kind : "";
}

function nodeOf(box: Placed): Node {
  return {
    id: `box ${box.id}`,
    type: box.kind,
    position: { x: box.x, y: box.y },
    data: { box },
    width: box.width,
    height: box.height,
    draggable: false,
    domAttributes: { role: "none", "aria-roledescription": undefined } as never, // only what is inside is an item
    style: { pointerEvents: "all" }, // the library lets clicks through what it cannot select
  };
}

/** Moves the view when what is selected is out of sight. */
function useKeepInView(placement: Placement) {
  const { state } = useBuilder();
  const flow = useReactFlow();
  const last = state.selected.at(-1);
  useEffect(() => {
    const box = placement.boxes.find((one) => one.kind === "card" && (one.id === last || one.node.element.steps.some((step) => step.name === last)));
    const pane = document.querySelector(".scb-flow")?.getBoundingClientRect();
    if (!box || !pane) return;
    const { x, y, zoom } = flow.getViewport();
    const left = box.x * zoom + x;
    const top = box.y * zoom + y;
    const isSeen = left >= 0 && top >= 0 && left + box.width * zoom <= pane.width && top + Math.min(box.height * zoom, pane.height) <= pane.height;
    if (!isSeen) void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom: Math.max(zoom, 0.6), duration: calm(200) });
  }, [last, placement, flow]);
}

const calm = (ms: number) => (window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : ms);
