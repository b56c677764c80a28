import { t } from "../../shared/messages";
import { useBuilder } from "../editor/builder";
import type { Stage, Step } from "../model/document";
import { AssigneesField } from "./AssigneesField";
import { Basics } from "./Basics";
import { Check, Choose, Section, Text } from "./fields";
import { GateField } from "./GateField";
import { NamedList } from "./NamedList";
import { OperandField } from "./OperandField";
import { useChange, useProblems } from "./useChange";

/** Which kind of flow each kind of step calls. */
const CALLS: Partial<Record<Step["kind"], string>> = { background: "autolaunched", interactive: "screen", approval: "screen" };

export function StepFields({ stage, step }: { stage: Stage; step: Step }) {
  const change = useChange({ of: "named", name: step.name }, step.label);
  const path = `elements/${stage.name}/steps/${step.name}`;
  const asks = step.kind === "interactive" || step.kind === "approval";
  return (
    <>
      <Basics name={step.name} label={step.label} kind={t(`builder.kind.${step.kind}`)} path={path} description={step.description ?? ""} />
      {asks && (
        <Section title={t("builder.section.who")}>
          <AssigneesField value={step.assignees ?? []} path={path} onChange={(value) => change("assignees", value.length ? value : undefined)} />
        </Section>
      )}
      <Does step={step} change={change} path={path} asks={asks} />
      <Section title={t("builder.section.when")}>
        <GateField label={t("builder.step_starts")} usual={t("builder.step_starts.usual")} value={step.entry} path={`${path}/entry`} onChange={(value) => change("entry", value)} />
        {asks && <GateField label={t("builder.step_done")} usual={t("builder.step_done.usual")} value={step.exit} path={`${path}/exit`} onChange={(value) => change("exit", value)} />}
      </Section>
    </>
  );
}

function Does({ step, change, path, asks }: { step: Step; change: (key: string, value: unknown) => void; path: string; asks: boolean }) {
  const { offered } = useBuilder();
  const kind = CALLS[step.kind];
  const flows = offered.flows.filter((flow) => flow.kind === kind);
  const problems = useProblems(path, "action");
  const label = t("builder.calls");
  return (
    <Section title={t("builder.section.does")}>
      {kind ? (
        <Choose
          label={label}
          value={step.action ?? ""}
          problems={problems}
          onChange={(value) => change("action", value)}
          options={[["", t("builder.choose_flow")], ...flows.map((flow) => [flow.name, flow.active ? flow.label : `${flow.label} (${t("builder.inactive")})`] as const)]}
        />
      ) : (
        <Text label={label} value={step.action ?? ""} problems={problems} help={t("builder.needs_connection")} onChange={(value) => change("action", value)} />
      )}
      {step.action && <NamedList label={t("builder.inputs")} flow={step.action} value={step.inputs ?? []} onChange={(value) => change("inputs", value.length ? value : undefined)} />}
      {asks && <OperandField label={t("builder.record_shown")} value={step.record} onChange={(value) => change("record", value)} />}
      {step.kind === "background" && <Check label={t("builder.asynchronous")} help={t("builder.asynchronous.help")} value={step.asynchronous ?? false} onChange={(value) => change("asynchronous", value)} />}
      {step.kind === "background" && <Check label={t("builder.as_last_person")} value={step.as_last_person ?? false} onChange={(value) => change("as_last_person", value)} />}
    </Section>
  );
}
