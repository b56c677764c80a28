import { t } from "../../shared/messages";
import { useBuilder } from "../editor/builder";
import type { Gate } from "../model/document";
import { ConditionsField } from "./ConditionsField";
import { Choose } from "./fields";
import { NamedList } from "./NamedList";
import { useProblems } from "./useChange";

type Way = "usual" | "conditions" | "flow";

/** When something starts or is done: as usual, by conditions, or as an evaluation flow says. */
export function GateField({ label, usual, value, path, onChange }: { label: string; usual: string; value: Gate | undefined; path: string; onChange: (value: Gate | undefined) => void }) {
  const { offered } = useBuilder();
  const problems = useProblems(path, "conditions");
  const own = useProblems(path);
  const conditions = value?.conditions;
  const way: Way = value?.evaluation ? "flow" : conditions ? "conditions" : "usual";
  const flows = offered.flows.filter((flow) => flow.kind === "evaluation");
  const choose = (chosen: string) => {
    if (chosen === "usual") onChange(undefined);
    else if (chosen === "conditions") onChange({ conditions: { rows: [{ left: "", operator: "equal_to" }] } });
    else onChange({ evaluation: { flow: flows[0]?.name ?? "" } });
  };
  const flow = value?.evaluation;
  return (
    <>
      <Choose label={label} value={way} onChange={choose} problems={own} options={[["usual", usual], ["conditions", t("builder.gate.conditions")], ["flow", t("builder.gate.flow")]]} />
      {way === "conditions" && <ConditionsField value={conditions} problems={problems} onChange={(rows) => onChange(rows ? { conditions: rows } : undefined)} />}
      {flow && (
        <>
          <Choose label={t("builder.evaluation_flow")} value={flow.flow} options={flows.map((one) => [one.name, one.label] as const)} onChange={(name) => onChange({ evaluation: { ...flow, flow: name } })} />
          <NamedList label={t("builder.inputs")} flow={flow.flow} value={flow.inputs ?? []} onChange={(inputs) => onChange({ evaluation: { ...flow, inputs } })} />
        </>
      )}
    </>
  );
}
