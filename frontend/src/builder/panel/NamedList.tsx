import { t } from "../../shared/messages";
import { useBuilder } from "../editor/builder";
import type { Named } from "../model/document";
import { OperandField } from "./OperandField";

/** Inputs of a called flow: one field for each that it declares, and for those that are given beside. */
export function NamedList({ label, flow, value, onChange }: { label: string; flow: string; value: readonly Named[]; onChange: (value: Named[]) => void }) {
  const { offered } = useBuilder();
  const declared = (offered.flows.find((one) => one.name === flow)?.variables ?? []).filter((one) => one.input);
  const others = value.filter((one) => !declared.some((each) => each.name === one.name)).map((one) => one.name);
  const names = [...declared.map((one) => one.name), ...others];
  if (names.length === 0) return <p className="form-text">{t("builder.no_inputs")}</p>;
  const set = (name: string, given: Named["value"]) => {
    const rest = value.filter((one) => one.name !== name);
    onChange(given ? [...rest, { ...value.find((one) => one.name === name), name, value: given }] : rest);
  };
  return (
    <fieldset className="scb-inputs">
      <legend>{label}</legend>
      {names.map((name) => {
        const fact = declared.find((one) => one.name === name);
        const words = fact ? `${name} (${fact.kind})${fact.required ? " *" : ""}` : `${name} – ${t("builder.input_unknown")}`;
        return <OperandField key={name} label={words} value={value.find((one) => one.name === name)?.value} onChange={(given) => set(name, given)} />;
      })}
    </fieldset>
  );
}
