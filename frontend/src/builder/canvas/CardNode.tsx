import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { t } from "../../shared/messages";
import { type Problem, problemsOf, type Step } from "../drawing";
import { useBuilder } from "../editor/builder";
import { beginDrag, dragged, endDrag } from "../editor/drag";
import { useTreeItem } from "../editor/treeItem";
import { Icon } from "../../shared/Icon";
import { anchorOf } from "../LaneView";
import { stepNamed } from "../model/document";
import type { Placed } from "../place";
import { ProblemBadge } from "../ProblemBadge";

type CardBox = Extract<Placed, { kind: "card" }>;

/** A stage with its steps, a decision, an End. */
export const CardNode = memo(function CardNode({ data }: NodeProps) {
  const { node } = (data as { box: CardBox }).box;
  const { element, number } = node;
  const { drawing, problems } = useBuilder();
  const item = useTreeItem(element.name, 1);
  const own = problemsOf({ ...drawing, problems }, `elements/${element.name}`);
  return (
    <section className={`scb-card scb-${element.kind} scb-node${item.isSelected ? " scb-selected" : ""}`} id={anchorOf(element.name)}>
      <header
        {...item.props}
        aria-label={`${element.kind_label}, ${element.label}, ${number}${own.length ? `, ${own[0]?.message ?? ""}` : ""}`}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData("text/plain", element.name);
          beginDrag(element.name);
        }}
        onDragEnd={endDrag}
      >
        <span className="scb-number">{number}</span>
        <Icon name={element.icon} />
        <div className="scb-card-text">
          <h3 title={element.label}>{element.label}</h3>
          <p className="scb-soft" title={element.done}>
            {element.done || element.kind_label}
          </p>
        </div>
        <ProblemBadge problems={own} />
      </header>
      {element.kind === "stage" && <Steps stage={element.name} steps={element.steps} problems={problems} />}
    </section>
  );
});

function Steps({ stage, steps, problems }: { stage: string; steps: Step[]; problems: Problem[] }) {
  return (
    <div className="scb-steps" role="group">
      {steps.map((step, index) => (
        <StepCard key={step.name} stage={stage} step={step} index={index} problems={problems} />
      ))}
    </div>
  );
}

function StepCard({ stage, step, index, problems }: { stage: string; step: Step; index: number; problems: Problem[] }) {
  const { drawing, run, state } = useBuilder();
  const item = useTreeItem(step.name, 2);
  const own = problemsOf({ ...drawing, problems }, `elements/${stage}/steps/${step.name}`);
  const who = step.assignees.join(", ");
  const drop = () => {
    const name = dragged();
    const from = stepNamed(state.definition, name);
    if (!from || name === step.name) return;
    const behind = from.stage.name === stage && (from.stage.steps ?? []).indexOf(from.step) < index;
    run({ do: "move_step", name, stage, index: behind ? index - 1 : index }, t("builder.did.move", { label: from.step.label }));
  };
  return (
    <div
      {...item.props}
      className={`scb-step scb-step-${step.kind}${item.isSelected ? " scb-selected" : ""}`}
      aria-label={`${step.kind_label}, ${step.label}${who ? `, ${t("builder.assigned_to")} ${who}` : ""}${own.length ? `, ${own[0]?.message ?? ""}` : ""}`}
      draggable
      onDragStart={(event) => {
        event.stopPropagation();
        event.dataTransfer.setData("text/plain", step.name);
        beginDrag(step.name);
      }}
      onDragEnd={endDrag}
      onDragOver={(event) => stepNamed(state.definition, dragged()) && event.preventDefault()}
      onDrop={drop}
    >
      <span className="scb-kind" title={step.kind_label}>
        <Icon name={step.icon} />
      </span>
      <div className="scb-step-text">
        <p className="scb-step-label">
          <span>{step.label}</span> <ProblemBadge problems={own} />
        </p>
        <p className="scb-soft">{who || step.calls || step.kind_label}</p>
      </div>
    </div>
  );
}
