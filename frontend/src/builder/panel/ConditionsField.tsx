import { useMemo } from "react";
import { ConditionRows } from "../../shared/formula/ConditionRows";
import { resourcesOf } from "../../shared/formula/resources";
import type { Conditions as Rows, Problem as RowProblem } from "../../shared/formula/types";
import { t } from "../../shared/messages";
import type { Problem } from "../drawing";
import { useBuilder } from "../editor/builder";
import type { Conditions } from "../model/document";
import { ownEntries } from "./ownEntries";

interface Props {
  readonly value: Conditions | undefined;
  /** The object whose fields stand left without a prefix (a start condition); "" where references stand. */
  readonly fieldsOf?: string;
  readonly problems?: Problem[];
  readonly onChange: (value: Conditions | undefined) => void;
}

/** Conditions of a definition in the editor that the formula workbench has too. */
export function ConditionsField({ value, fieldsOf = "", problems = [], onChange }: Props) {
  const { language, state, offered } = useBuilder();
  const { definition } = state;
  const record = definition.start?.object ?? "";
  const own = useMemo(() => ownEntries(definition, offered), [definition, offered]);
  const resources = useMemo(
    () => language && resourcesOf(language.catalogue, language.loadFields, fieldsOf ? { fields: fieldsOf } : { record, own }),
    [language, fieldsOf, record, own],
  );
  if (!language || !resources) return <p className="scb-none">{t("workbench.loading")}</p>;
  return <ConditionRows value={full(value)} catalogue={language.catalogue} resources={resources} problems={problems.map(asRow)} onChange={(rows) => onChange(tidy(rows))} />;
}

function full(value: Conditions | undefined): Rows {
  const rows = (value?.rows ?? []).map((row) => ({ left: row.left, operator: row.operator, right: row.right ?? null }));
  return { logic: value?.logic ?? "and", rows, formula: value?.formula ?? "" };
}

/** Without what is the default, as the server keeps it. A row begins with an operator, so that a draft can be saved. */
function tidy({ logic, rows, formula }: Rows): Conditions | undefined {
  if (rows.length === 0 && logic !== "formula") return undefined;
  const kept = rows.map(({ left, operator, right }) => ({ left, operator: operator || "equal_to", ...(right ? { right } : {}) }));
  return { ...(logic === "and" ? {} : { logic }), ...(kept.length ? { rows: kept } : {}), ...(logic === "formula" ? { formula } : {}) };
}

const asRow = (problem: Problem): RowProblem => ({ code: "", fix: "", ...problem });
