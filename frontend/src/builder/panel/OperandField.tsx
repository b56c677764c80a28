import { useId } from "react";
import { t } from "../../shared/messages";
import type { Operand } from "../model/document";
import { useResources } from "./useResources";

type Way = "literal" | "reference" | "expression";

/** A value: written down, taken from a resource, or worked out by a formula. */
export function OperandField({ label, value, onChange, hideLabel = false }: { label: string; value: Operand | null | undefined; onChange: (value: Operand | null) => void; hideLabel?: boolean }) {
  const id = useId();
  const resources = useResources();
  const way: Way = value?.type ?? "literal";
  const text = !value ? "" : value.type === "reference" ? value.path : value.text;
  const make = (kind: Way, written: string) => onChange(written === "" && kind === "literal" ? null : operandOf(kind, written, value));
  return (
    <div className="mb-2">
      <label className={hideLabel ? "visually-hidden" : "form-label"} htmlFor={id}>
        {label}
      </label>
      <div className="input-group input-group-sm">
        <select className="form-select scb-way" aria-label={t("builder.value_by", { label })} value={way} onChange={(event) => make(event.target.value as Way, text)}>
          <option value="literal">{t("builder.value.literal")}</option>
          <option value="reference">{t("builder.value.reference")}</option>
          <option value="expression">{t("builder.value.expression")}</option>
        </select>
        <input id={id} type="text" autoComplete="off" className="form-control" value={text} list={way === "reference" ? `${id}-list` : undefined} onChange={(event) => make(way, event.target.value)} />
      </div>
      {way === "reference" && (
        <datalist id={`${id}-list`}>
          {resources.map(([path, about]) => (
            <option key={path} value={path}>
              {about}
            </option>
          ))}
        </datalist>
      )}
    </div>
  );
}

function operandOf(way: Way, text: string, before: Operand | null | undefined): Operand {
  if (way === "reference") return { type: "reference", path: text };
  if (way === "expression") return { type: "expression", text };
  return { type: "literal", kind: before?.type === "literal" ? before.kind : literalKind(text), text };
}

function literalKind(text: string): string {
  if (text === "true" || text === "false") return "boolean";
  return /^-?\d+(\.\d+)?$/.test(text) ? "number" : "text";
}
