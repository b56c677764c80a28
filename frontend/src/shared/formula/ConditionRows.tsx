/** Conditions as rows: what is compared, how, with what, and how several go together. */
import { useId, useRef } from "react";
import { t } from "../messages";
import { ConditionRow } from "./ConditionRow";
import { type EditorHandle, FormulaEditor } from "./FormulaEditor";
import type { Resources } from "./resources";
import { type Way, wayOf, withoutRow, withRow, withRowChanged, withWay } from "./rows";
import type { Catalogue, Conditions, Problem } from "./types";

export interface ConditionsProps {
  value: Conditions;
  onChange: (value: Conditions) => void;
  catalogue: Catalogue;
  /** On the left and right of rows, and in formulas. */
  resources: Resources;
  problems?: Problem[];
}

const WAYS: [Way, "formula.always" | "formula.all" | "formula.any" | "formula.custom" | "formula.formula_is_true"][] = [
  ["none", "formula.always"], ["all", "formula.all"], ["any", "formula.any"], ["custom", "formula.custom"], ["formula", "formula.formula_is_true"],
];

export function ConditionRows({ value, onChange, problems = [], ...language }: ConditionsProps) {
  const id = useId();
  const list = useRef<HTMLOListElement>(null);
  const way = wayOf(value);
  const add = () => {
    onChange(withRow(value));
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>("li:last-child .cm-content")?.focus());
  };
  return (
    <div className="scf-conditions">
      <div className="scf-way">
        <label className="form-label" htmlFor={`${id}way`}>{t("formula.logic")}</label>
        <select id={`${id}way`} className="form-select" value={way} onChange={(event) => onChange(withWay(value, event.target.value as Way))}>
          {WAYS.map(([one, words]) => <option key={one} value={one}>{t(words)}</option>)}
        </select>
      </div>
      {way === "custom" && <CustomLogic id={`${id}logic`} value={value} onChange={onChange} problems={problems} max={language.catalogue.limits.logic_characters} />}
      {way === "formula" ? (
        <FormulaAlternative value={value} onChange={onChange} problems={problems} {...language} />
      ) : (
        <ol className="scf-rows" ref={list}>
          {value.rows.map((row, index) => (
            <ConditionRow
              key={index}
              number={index + 1}
              row={row}
              onChange={(changed) => onChange(withRowChanged(value, index, changed))}
              onRemove={() => onChange(withoutRow(value, index))}
              {...language}
            />
          ))}
        </ol>
      )}
      {way !== "formula" && way !== "none" && (
        <button type="button" className="btn btn-sm btn-outline-secondary" onClick={add}>{t("formula.add_row")}</button>
      )}
    </div>
  );
}

interface LogicProps { id: string; value: Conditions; onChange: (value: Conditions) => void; problems: Problem[]; max: number }

function CustomLogic({ id, value, onChange, problems, max }: LogicProps) {
  const wrong = problems.filter((problem) => problem.path.endsWith("logic") || problem.code.startsWith("logic_"));
  return (
    <div className="scf-logic">
      <label className="form-label" htmlFor={id}>{t("formula.custom")}</label>
      <input
        id={id} className={`form-control font-monospace${wrong.length ? " is-invalid" : ""}`} value={value.logic} maxLength={max} spellCheck={false}
        aria-invalid={wrong.length > 0} aria-describedby={`${id}help`} onChange={(event) => onChange({ ...value, logic: event.target.value })}
      />
      <div id={`${id}help`} className={wrong.length ? "scf-wrong" : "form-text"}>
        {wrong.length ? wrong.map((problem) => `${problem.message} ${problem.fix}`).join(" ") : t("formula.custom_help")}
      </div>
    </div>
  );
}

function FormulaAlternative({ value, onChange, problems, ...language }: Required<ConditionsProps>) {
  const editor = useRef<EditorHandle>(null);
  return (
    <FormulaEditor
      label={t("formula.formula_is_true")} value={value.formula} problems={problems} handle={editor}
      onChange={(formula) => onChange({ ...value, formula })} {...language}
    />
  );
}
