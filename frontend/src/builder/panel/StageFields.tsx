import { t } from "../../shared/messages";
import { useBuilder } from "../editor/builder";
import { Icon } from "../../shared/Icon";
import type { Stage } from "../model/document";
import { Basics } from "./Basics";
import { GateField } from "./GateField";
import { Section } from "./fields";
import { useChange } from "./useChange";

export function StageFields({ stage }: { stage: Stage }) {
  const { addAt, run } = useBuilder();
  const label = stage.label || stage.name;
  const change = useChange({ of: "named", name: stage.name }, label);
  const fault = { from: stage.name, slot: "fault" };
  return (
    <>
      <Basics name={stage.name} label={stage.label ?? ""} kind={t("builder.kind.stage")} path={`elements/${stage.name}`} description={stage.description ?? ""} />
      <Section title={t("builder.section.done")}>
        <GateField label={t("builder.stage_done")} usual={t("builder.stage_done.usual")} value={stage.exit} path={`elements/${stage.name}/exit`} onChange={(value) => change("exit", value)} />
      </Section>
      <Section title={t("builder.section.errors")}>
        {stage.fault ? (
          <button type="button" className="btn btn-sm btn-outline-secondary" onClick={() => run({ do: "cut", at: fault }, t("builder.remove_fault"))}>
            <Icon name="x-lg" /> {t("builder.remove_fault")}
          </button>
        ) : (
          <button type="button" className="btn btn-sm btn-outline-secondary" onClick={(event) => addAt([fault], event.currentTarget)}>
            <Icon name="exclamation-triangle" /> {t("builder.add_fault")}
          </button>
        )}
        <p className="form-text mb-0">{t("builder.fault_help")}</p>
      </Section>
    </>
  );
}
