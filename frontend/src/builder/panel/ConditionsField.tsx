import { useId } from "react";
import { t } from "../../shared/messages";
import { Icon } from "../../shared/Icon";
import type { Condition, Conditions } from "../model/document";
import { OperandField } from "./OperandField";
import { Choose, Text } from "./fields";

const OPERATORS = [
  "equal_to", "not_equal_to", "greater_than", "greater_than_or_equal_to", "less_than", "less_than_or_equal_to",
  "starts_with", "ends_with", "contains", "is_null", "is_blank", "is_changed", "in", "not_in", "was_visited", "has_error",
] as const;
const YES_OR_NO = new Set<string>(["is_null", "is_blank", "is_empty", "is_changed", "was_set", "was_selected", "was_visited", "has_error"]);
const TRUE = { type: "literal", kind: "boolean", text: "true" } as const;

/** Conditions: none, all, any, logic of one's own over the numbered rows, or a formula. lefts: what can stand left. */
export function ConditionsField({ label, value, lefts, onChange }: { label: string; value: Conditions | undefined; lefts: readonly (readonly [string, string])[]; onChange: (value: Conditions | undefined) => void }) {
  const rows = value?.rows ?? [];
  const how = howOf(value);
  const set = (more: Partial<Conditions>) => onChange(tidy({ ...value, ...more }));
  const choose = (chosen: string) => {
    if (chosen === "none") { onChange(undefined); return; }
    if (chosen === "formula") { onChange({ logic: "formula", formula: value?.formula ?? "" }); return; }
    const kept = rows.length ? rows : [{ left: "", operator: "equal_to" }];
    onChange(tidy({ logic: chosen === "custom" ? kept.map((_, i) => i + 1).join(" AND ") : chosen, rows: kept }));
  };
  const change = (index: number, row: Condition) => set({ rows: rows.map((one, i) => (i === index ? row : one)) });
  return (
    <div className="scb-conditions">
      <Choose
        label={label}
        value={how}
        onChange={choose}
        options={(["none", "and", "or", "custom", "formula"] as const).map((one) => [one, t(`builder.logic.${one}`)])}
      />
      {how === "formula" && <Text label={t("builder.formula")} rows={3} value={value?.formula ?? ""} onChange={(formula) => set({ formula })} />}
      {how !== "formula" && rows.map((row, i) => <Row key={i} number={i + 1} row={row} lefts={lefts} onChange={(one) => change(i, one)} onRemove={() => remove(i)} />)}
      {how === "custom" && <Text label={t("builder.logic.rows")} help={t("builder.logic.help")} value={value?.logic ?? ""} onChange={(logic) => set({ logic })} />}
      {how !== "none" && how !== "formula" && (
        <button type="button" className="btn btn-sm btn-outline-secondary" onClick={() => set({ rows: [...rows, { left: "", operator: "equal_to" }] })}>
          <Icon name="plus" /> {t("builder.add_condition")}
        </button>
      )}
    </div>
  );

  function remove(index: number) {
    const left = rows.filter((_, i) => i !== index);
    if (left.length === 0) onChange(undefined);
    else set({ rows: left });
  }
}

function Row({ number, row, lefts, onChange, onRemove }: { number: number; row: Condition; lefts: readonly (readonly [string, string])[]; onChange: (row: Condition) => void; onRemove: () => void }) {
  const id = useId();
  const asksYes = YES_OR_NO.has(row.operator);
  return (
    <fieldset className="scb-row">
      <legend>{number}</legend>
      <div className="d-flex gap-1 mb-1">
        <input className="form-control form-control-sm" type="text" autoComplete="off" aria-label={t("builder.condition_left", { number })} list={id} value={row.left} onChange={(event) => onChange({ ...row, left: event.target.value })} />
        <button type="button" className="btn btn-sm btn-outline-secondary" aria-label={t("builder.remove_condition", { number })} onClick={onRemove}>
          <Icon name="x-lg" />
        </button>
      </div>
      <datalist id={id}>
        {lefts.map(([name, about]) => (
          <option key={name} value={name}>
            {about}
          </option>
        ))}
      </datalist>
      <select className="form-select form-select-sm mb-1" aria-label={t("builder.condition_operator", { number })} value={row.operator} onChange={(event) => onChange(withOperator(row, event.target.value))}>
        {!OPERATORS.some((one) => one === row.operator) && <option value={row.operator}>{row.operator}</option>}
        {OPERATORS.map((one) => (
          <option key={one} value={one}>
            {t(`builder.operator.${one}`)}
          </option>
        ))}
      </select>
      {asksYes ? (
        <select className="form-select form-select-sm" aria-label={t("builder.condition_right", { number })} value={row.right?.type === "literal" ? row.right.text : "true"} onChange={(event) => onChange({ ...row, right: { ...TRUE, text: event.target.value } })}>
          <option value="true">{t("builder.yes")}</option>
          <option value="false">{t("builder.no")}</option>
        </select>
      ) : (
        <OperandField hideLabel label={t("builder.condition_right", { number })} value={row.right} onChange={(right) => onChange(right ? { ...row, right } : { left: row.left, operator: row.operator })} />
      )}
    </fieldset>
  );
}

function withOperator(row: Condition, operator: string): Condition {
  if (YES_OR_NO.has(operator)) return { left: row.left, operator, right: TRUE };
  const before = YES_OR_NO.has(row.operator) ? {} : row.right ? { right: row.right } : {};
  return { left: row.left, operator, ...before };
}

function howOf(value: Conditions | undefined): string {
  if (!value || (!value.rows?.length && !value.formula && value.logic !== "formula")) return "none";
  if (value.logic === "formula" || value.formula) return "formula";
  return value.logic === undefined || value.logic === "and" ? "and" : value.logic === "or" ? "or" : "custom";
}

/** Without what is the default, as the server keeps it. */
function tidy(value: Conditions): Conditions {
  const { logic, rows, formula } = value;
  return { ...(logic && logic !== "and" ? { logic } : {}), ...(rows?.length ? { rows } : {}), ...(formula !== undefined ? { formula } : {}) };
}
