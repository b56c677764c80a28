import { t } from "../../shared/messages";
import { useBuilder } from "../editor/builder";
import type { Start } from "../model/document";
import { ConditionsField } from "./ConditionsField";
import { Check, Choose, Section, Text } from "./fields";
import { useChange, useProblems } from "./useChange";

export function StartFields() {
  const { state, offered } = useBuilder();
  const { definition } = state;
  const start = definition.start ?? {};
  const ofWhole = useChange({ of: "definition" }, t("builder.start"));
  const change = useChange({ of: "start" }, t("builder.start"));
  const problems = useProblems("start");
  const options: [string, string][] = [["", t("builder.trigger.none")], ["record_after_save", t("builder.trigger.record")]];
  return (
    <>
      <Section title={t("builder.start")}>
        <Text label={t("builder.label")} value={definition.label} onChange={(value) => ofWhole("label", value)} />
        <Text label={t("builder.description")} rows={2} value={definition.description ?? ""} onChange={(value) => ofWhole("description", value)} />
        <Choose label={t("builder.trigger")} value={start.trigger ?? ""} options={options} problems={problems} onChange={(value) => change("trigger", value)} />
        {start.trigger === "record_after_save" && (
          <Choose label={t("builder.object")} value={start.object ?? ""} options={[["", t("builder.choose_object")], ...offered.objects.map((one) => [one.name, one.label] as const)]} onChange={(value) => change("object", value)} />
        )}
      </Section>
      {start.trigger === "record_after_save" && <RecordStart start={start} change={change} />}
    </>
  );
}

function RecordStart({ start, change }: { start: Start; change: (key: string, value: unknown) => void }) {
  const problems = useProblems("start", "filters");
  const moments = (["create", "update", "create_and_update"] as const).map((one) => [one, t(`builder.on.${one}`)] as const);
  return (
    <Section title={t("builder.section.when")}>
      <Choose label={t("builder.on")} value={start.on ?? ""} options={moments} onChange={(value) => change("on", value)} />
      <ConditionsField fieldsOf={start.object ?? ""} value={start.filters} problems={problems} onChange={(value) => change("filters", value)} />
      {start.on !== "create" && <Check label={t("builder.only_when_changed")} value={start.only_when_changed ?? false} onChange={(value) => change("only_when_changed", value)} />}
    </Section>
  );
}
