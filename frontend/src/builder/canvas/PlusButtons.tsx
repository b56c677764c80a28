import { EdgeLabelRenderer } from "@xyflow/react";
import { useState } from "react";
import { t } from "../../shared/messages";
import { useBuilder } from "../editor/builder";
import { Icon } from "../../shared/Icon";
import { dragged } from "../editor/drag";
import { mayMove } from "../model/elements";
import { elementNamed } from "../model/document";
import { keyOf } from "../model/ways";
import type { Placement, Plus } from "../place";
import { AddStep } from "./AddStep";

/** A "+" on every connector. By keyboard the same is done from the element: A after it, Shift+A before it. */
export function PlusButtons({ placement }: { placement: Placement }) {
  return (
    <EdgeLabelRenderer>
      {placement.boxes.map((box) => box.kind === "card" && box.node.element.kind === "stage" && <AddStep key={`steps ${box.id}`} box={box} />)}
      {placement.pluses.map((plus) => (
        <PlusButton key={plus.id} plus={plus} />
      ))}
    </EdgeLabelRenderer>
  );
}

function PlusButton({ plus }: { plus: Plus }) {
  const { addAt, run, state } = useBuilder();
  const [over, setOver] = useState(false);
  const fits = () => {
    const name = dragged();
    return Boolean(name && elementNamed(state.definition, name) && mayMove(state.definition, name, plus.ways));
  };
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`scb-plus nodrag nopan${over ? " scb-plus-over" : ""}`}
      style={{ transform: `translate(-50%, -50%) translate(${plus.x}px, ${plus.y}px)` }}
      aria-label={t("builder.add_here")}
      title={t("builder.add_here")}
      data-way={plus.ways.map(keyOf).join(" ")}
      onClick={(event) => addAt(plus.ways, event.currentTarget)}
      onDragOver={(event) => {
        if (!fits()) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={() => {
        setOver(false);
        const name = dragged();
        if (name && fits()) run({ do: "move", name, at: plus.ways }, t("builder.did.move", { label: name }));
      }}
    >
      <Icon name="plus" />
    </button>
  );
}
