import { useEffect, useRef } from "react";
import { count, t } from "../../shared/messages";
import { useBuilder } from "../editor/builder";
import { decisionOfDefault } from "../editor/order";
import { Icon } from "../../shared/Icon";
import { elementNamed, stepNamed } from "../model/document";
import { decisionOf } from "../model/steps";
import { DecisionFields, EndFields, KeptFields, OutcomeFields } from "./ElementFields";
import { StageFields } from "./StageFields";
import { StartFields } from "./StartFields";
import { StepFields } from "./StepFields";

/** The fields of what is selected. It takes the focus when it is asked for (Enter) and gives it back with Escape. */
export function Panel({ focusAt, back }: { focusAt: number; back: () => void }) {
  const { state } = useBuilder();
  const box = useRef<HTMLElement>(null);
  const name = state.selected.at(-1);
  useEffect(() => {
    const field = focusAt ? box.current?.querySelector<HTMLElement>("input, select, textarea, button") : null;
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  }, [focusAt]);
  return (
    <aside
      className="scb-panel"
      ref={box}
      aria-label={t("builder.panel")}
      onKeyDown={(event) => {
        if (event.key === "Escape") back();
      }}
    >
      {state.selected.length > 1 ? <Several /> : <Fields key={name ?? "none"} name={name} />}
    </aside>
  );
}

function Fields({ name }: { name: string | undefined }) {
  const { definition } = useBuilder().state;
  if (name === undefined) return <p className="scb-none">{t("builder.nothing_selected")}</p>;
  if (name === "") return <StartFields />;
  const element = elementNamed(definition, decisionOfDefault(name) || name);
  if (element?.type === "stage") return <StageFields stage={element} />;
  if (element?.type === "decision") return <DecisionFields decision={element} />;
  if (element?.type === "end") return <EndFields end={element} />;
  if (element) return <KeptFields element={element} />;
  const found = stepNamed(definition, name);
  if (found) return <StepFields stage={found.stage} step={found.step} />;
  const decision = decisionOf(definition, name);
  const outcome = decision?.outcomes?.find((one) => one.name === name);
  return decision && outcome ? <OutcomeFields decision={decision} outcome={outcome} /> : <p className="scb-none">{t("builder.nothing_selected")}</p>;
}

function Several() {
  const { state, remove } = useBuilder();
  return (
    <div className="scb-section">
      <p>{count("builder.selected", state.selected.length)}</p>
      <button type="button" className="btn btn-sm btn-outline-danger" onClick={() => remove(state.selected)}>
        <Icon name="trash" /> {t("builder.remove")}
      </button>
    </div>
  );
}
