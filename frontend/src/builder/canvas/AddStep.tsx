import { t } from "../../shared/messages";
import { useBuilder } from "../editor/builder";
import { dragged } from "../editor/drag";
import { Icon } from "../../shared/Icon";
import { stepNamed } from "../model/document";
import { CARD, type Placed } from "../place";

/** The foot of a stage: adds a step at its end; a step that is dropped here comes last. A tree may hold no buttons, so
 *  it lies over the card and not in it. */
export function AddStep({ box }: { box: Extract<Placed, { kind: "card" }> }) {
  const stage = box.id;
  const count = box.node.element.steps.length;
  const { addAt, run, state } = useBuilder();
  return (
    <button
      type="button"
      tabIndex={-1}
      className="scb-add-step nodrag nopan"
      data-stage={stage}
      style={{ width: box.width, transform: `translate(${box.x}px, ${box.y + box.height - CARD.add}px)` }}
      onClick={(event) => addAt([{ from: stage, slot: "steps" }], event.currentTarget)}
      onDragOver={(event) => stepNamed(state.definition, dragged()) && event.preventDefault()}
      onDrop={() => {
        const found = stepNamed(state.definition, dragged());
        if (!found) return;
        run({ do: "move_step", name: found.step.name, stage, index: count }, t("builder.did.move", { label: found.step.label }));
      }}
    >
      <Icon name="plus" /> {t("builder.add_step")}
    </button>
  );
}
