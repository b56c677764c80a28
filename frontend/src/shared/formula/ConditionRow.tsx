import { Icon } from "../Icon";
import { t } from "../messages";
import { FormulaEditor } from "./FormulaEditor";
import type { Entry, Resources } from "./resources";
import { defaultOperator, type InputSort, inputSort, isUnary, literalOf, operatorsFor, textOf } from "./rows";
import type { Catalogue, Condition, Operand } from "./types";
import { useEntry } from "./useKind";

interface Props {
  number: number;
  row: Condition;
  onChange: (row: Condition) => void;
  onRemove: () => void;
  catalogue: Catalogue;
  resources: Resources;
}

export function ConditionRow({ number, row, onChange, onRemove, catalogue, resources }: Props) {
  const entry = useEntry(resources, row.left);
  const kind = entry?.kind ?? "";
  const offered = operatorsFor(catalogue, kind);
  const known = offered.some((one) => one.operator === row.operator);
  const unary = isUnary(catalogue, row.operator);
  return (
    <li className="scf-row">
      <span className="scf-number" aria-hidden="true">{number}</span>
      <FormulaEditor
        only="names" label={t("formula.left", { number })} value={row.left} catalogue={catalogue} resources={resources}
        onChange={(left) => onChange({ ...row, left: bare(left) })}
      />
      <select
        className="form-select" aria-label={t("formula.operator", { number })} value={row.operator}
        onChange={(event) => onChange(withOperator(row, event.target.value, catalogue))}
      >
        {!row.operator && <option value="">{t("formula.choose")}</option>}
        {row.operator && !known && <option value={row.operator}>{labelOf(catalogue, row.operator)}</option>}
        {offered.map((one) => <option key={one.operator} value={one.operator} title={one.means}>{one.label}</option>)}
      </select>
      <Right number={number} row={row} onChange={onChange} entry={entry} unary={unary} catalogue={catalogue} resources={resources} />
      <button type="button" className="btn btn-sm btn-outline-secondary scf-remove" aria-label={t("formula.remove_row", { number })} title={t("formula.remove_row", { number })} onClick={onRemove}>
        <Icon name="trash" />
      </button>
    </li>
  );
}

type RightProps = Omit<Props, "onRemove"> & { entry: Entry | undefined; unary: boolean };

function Right({ number, row, onChange, entry, unary, catalogue, resources }: RightProps) {
  const sort = row.right?.type ?? "literal";
  const put = (right: Operand | null) => onChange({ ...row, right });
  const label = t("formula.right", { number });
  const input = inputSort(catalogue, entry?.kind ?? "", row.operator || defaultOperator(catalogue, entry?.kind ?? ""), Boolean(entry?.choices?.length));
  return (
    <div className="scf-right">
      {!unary && (
        <select className="form-select scf-sort" aria-label={t("formula.right_sort", { number })} value={sort} onChange={(event) => put(empty(event.target.value))}>
          {(["literal", "reference", "expression"] as const).map((one) => <option key={one} value={one}>{t(`formula.sort.${one}`)}</option>)}
        </select>
      )}
      {row.right?.type === "reference" || row.right?.type === "expression" ? (
        <FormulaEditor
          only={row.right.type === "reference" ? "names" : "all"} label={label} catalogue={catalogue} resources={resources}
          value={row.right.type === "reference" ? row.right.path : row.right.text}
          onChange={(text) => put(row.right?.type === "reference" ? { type: "reference", path: bare(text) } : { type: "expression", text })}
        />
      ) : (
        <Typed sort={input} label={label} right={row.right} entry={entry} put={put} />
      )}
    </div>
  );
}

interface TypedProps { sort: InputSort; label: string; right: Operand | null | undefined; entry: Entry | undefined; put: (right: Operand | null) => void }

function Typed({ sort, label, right, entry, put }: TypedProps) {
  const text = textOf(sort, right);
  const set = (typed: string) => put(literalOf(sort, typed));
  if (sort === "yes_no" || sort === "choice") {
    const choices = sort === "yes_no" ? [{ value: "true", label: t("formula.yes") }, { value: "false", label: t("formula.no") }] : (entry?.choices ?? []);
    const odd = text !== "" && !choices.some((one) => one.value === text);
    return (
      <select className="form-select" aria-label={label} value={text} onChange={(event) => set(event.target.value)}>
        <option value="">{t("formula.choose")}</option>
        {odd && <option value={text}>{text}</option>}
        {choices.map((one) => <option key={one.value} value={one.value}>{one.label}</option>)}
      </select>
    );
  }
  const type = sort === "datetime" ? "datetime-local" : sort === "date" || sort === "time" ? sort : "text";
  return (
    <input
      className="form-control" type={type} aria-label={label} value={text} {...(sort === "number" ? { inputMode: "decimal" as const } : {})}
      onChange={(event) => set(event.target.value)}
    />
  );
}

/** An operator that only asks is asked for; another one does not keep its yes. */
function withOperator(row: Condition, operator: string, catalogue: Catalogue): Condition {
  if (isUnary(catalogue, operator)) return { ...row, operator, right: { type: "literal", kind: "boolean", text: "true" } };
  return isUnary(catalogue, row.operator) ? { ...row, operator, right: null } : { ...row, operator };
}

function empty(sort: string): Operand | null {
  if (sort === "reference") return { type: "reference", path: "" };
  return sort === "expression" ? { type: "expression", text: "" } : null;
}

/** A name without the signs of a merge field around it. */
const bare = (text: string) => text.trim().replace(/^\{!\s*/, "").replace(/\s*\}$/, "");

const labelOf = (catalogue: Catalogue, operator: string) => catalogue.operators.find((one) => one.operator === operator)?.label ?? operator;
