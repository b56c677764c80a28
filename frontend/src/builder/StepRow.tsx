import { useContext } from "react";
import { t } from "../shared/messages";
import { DetailsOpen, Details } from "./Details";
import type { Problem, Step } from "./drawing";
import { Icon } from "../shared/Icon";
import { ProblemBadge } from "./ProblemBadge";

/** One step of a stage: what kind, who, what it calls; the rest behind Details. */
export function StepRow({ step, problems }: { step: Step; problems: Problem[] }) {
  const open = useContext(DetailsOpen);
  return (
    <li className={`scb-step scb-step-${step.kind}`}>
      <span className="scb-kind" title={step.kind_label}>
        <Icon name={step.icon} />
        <span className="visually-hidden">{step.kind_label}: </span>
      </span>
      <div className="scb-step-text">
        <p className="scb-step-label">
          {step.label} <ProblemBadge problems={problems} />
        </p>
        {step.assignees.length > 0 && (
          <p className="scb-soft">
            <Icon name="person" /> <span className="visually-hidden">{t("builder.assigned_to")} </span>
            {step.assignees.join(", ")}
          </p>
        )}
        {step.notes.map((note) => (
          <p className="scb-soft" key={note}>
            {note}
          </p>
        ))}
        <Details key={String(open)} open={open} label={step.label} rows={rowsOf(step)} />
      </div>
    </li>
  );
}

function rowsOf(step: Step): [string, string][] {
  const rows: [string, string][] = [
    ["", step.description],
    [t("builder.starts"), step.starts],
    [t("builder.complete"), step.done],
    [t("builder.calls"), step.calls],
    [t("builder.record"), step.record],
    [t("builder.inputs"), step.inputs.map(([name, value]) => `${name} = ${value}`).join("\n")],
  ];
  return rows.filter(([, text]) => text !== "");
}
