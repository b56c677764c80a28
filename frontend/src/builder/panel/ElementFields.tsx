/** Panels of decisions, their outcomes, Ends and what is only kept. */
import { t } from "../../shared/messages";
import { useBuilder } from "../editor/builder";
import { Icon } from "../../shared/Icon";
import type { Decision, Element, End, Outcome } from "../model/document";
import { Basics } from "./Basics";
import { ConditionsField } from "./ConditionsField";
import { Check, Section, Text } from "./fields";
import { useChange, useProblems } from "./useChange";

export function DecisionFields({ decision }: { decision: Decision }) {
  const { run, select } = useBuilder();
  const change = useChange({ of: "named", name: decision.name }, decision.label || decision.name);
  const label = t("builder.outcome_n", { number: (decision.outcomes?.length ?? 0) + 1 });
  return (
    <>
      <Basics name={decision.name} label={decision.label ?? ""} kind={t("builder.kind.decision")} path={`elements/${decision.name}`} description={decision.description ?? ""} />
      <Section title={t("builder.section.outcomes")}>
        <ol className="scb-outcomes">
          {(decision.outcomes ?? []).map((outcome) => (
            <li key={outcome.name}>
              <button type="button" className="btn btn-sm btn-link p-0" onClick={() => select([outcome.name])}>
                {outcome.label || outcome.name}
              </button>
            </li>
          ))}
        </ol>
        <button type="button" className="btn btn-sm btn-outline-secondary mb-2" onClick={() => run({ do: "add_outcome", decision: decision.name, label }, t("builder.did.add", { label }))}>
          <Icon name="plus" /> {t("builder.add_outcome")}
        </button>
        <Text label={t("builder.default_label")} value={decision.default_label ?? ""} onChange={(value) => change("default_label", value)} />
      </Section>
    </>
  );
}

export function OutcomeFields({ decision, outcome }: { decision: Decision; outcome: Outcome }) {
  const change = useChange({ of: "named", name: outcome.name }, outcome.label);
  const problems = useProblems(`elements/${decision.name}/outcomes/${outcome.name}`);
  return (
    <>
      <Basics name={outcome.name} label={outcome.label} kind={t("builder.outcome_of", { label: decision.label || decision.name })} path={`elements/${decision.name}/outcomes/${outcome.name}`} />
      <Section title={t("builder.taken_when")}>
        <ConditionsField value={outcome.conditions} problems={problems} onChange={(value) => change("conditions", value ?? {})} />
        <Check label={t("builder.only_when_changed")} value={outcome.only_when_changed ?? false} onChange={(value) => change("only_when_changed", value)} />
      </Section>
    </>
  );
}

export function EndFields({ end }: { end: End }) {
  return <Basics name={end.name} label={end.label ?? ""} kind={t("builder.kind.end")} path={`elements/${end.name}`} description={end.description ?? ""} />;
}

export function KeptFields({ element }: { element: Element }) {
  return (
    <>
      <Basics name={element.name} label={element.label ?? ""} kind={t("builder.kind.unsupported")} path={`elements/${element.name}`} description={element.description ?? ""} />
      <p className="form-text px-3">{t("builder.kept_help")}</p>
    </>
  );
}
