/** Where a formula or conditions are tried on a record before they go into an automation. */
import { useEffect, useMemo, useRef, useState } from "react";
import { ConditionRows } from "../shared/formula/ConditionRows";
import { type EditorHandle, FormulaEditor } from "../shared/formula/FormulaEditor";
import { type Asked, Latest } from "../shared/formula/latest";
import { loadFields } from "../shared/formula/load";
import { resourcesOf } from "../shared/formula/resources";
import { wayOf } from "../shared/formula/rows";
import type { Catalogue, Problem } from "../shared/formula/types";
import { Icon } from "../shared/Icon";
import { t } from "../shared/messages";
import { CONDITION_EXAMPLES, EXAMPLES } from "./examples";
import { RecordPicker } from "./RecordPicker";
import { Reference } from "./Reference";
import { Result } from "./Result";
import { fromHash, toHash, type Work } from "./state";
import { isWritten, nameOf, type Tried, tryOut } from "./trial";

export interface ObjectFact { api_name: string; label: string }

export function Workbench({ catalogue, objects }: { catalogue: Catalogue; objects: ObjectFact[] }) {
  const [work, setWork] = useWork();
  const asked = useTried(work);
  const editor = useRef<EditorHandle>(null);
  const resources = useMemo(() => resourcesOf(catalogue, loadFields, { record: work.object }), [catalogue, work.object]);
  const change = (changes: Partial<Work>) => setWork((before) => ({ ...before, ...changes }));
  const problems = useProblems(asked);
  useRecordName(work, (recordName) => change({ recordName }));
  const wayIsFormula = work.mode === "conditions" && wayOf(work.conditions) === "formula";
  const goTo = (problem: Problem) => {
    if (work.mode === "formula") editor.current?.goTo(problem.position ?? 0);
    else if (wayIsFormula) document.querySelector<HTMLElement>(".scf-conditions .cm-content")?.focus();
  };
  return (
    <div className="sc-split scw">
      <div>
        <section className="sc-card" aria-labelledby="ask-title">
          <div className="scw-head">
            <h2 id="ask-title">{t("workbench.ask")}</h2>
            <Share />
          </div>
          <Sample work={work} objects={objects} change={change} />
          <Modes work={work} change={change} />
          {work.mode === "formula" ? (
            <FormulaEditor
              label={t("formula.formula")} value={work.formula} onChange={(formula) => change({ formula })} catalogue={catalogue}
              resources={resources} problems={problems} handle={editor}
            />
          ) : (
            <ConditionRows value={work.conditions} onChange={(conditions) => change({ conditions })} catalogue={catalogue} resources={resources} problems={problems} />
          )}
          <Examples change={change} />
        </section>
        <Result asked={asked} hasObject={work.object !== ""} hasRecord={work.record !== ""} goTo={goTo} />
      </div>
      <Reference
        catalogue={catalogue}
        onInsert={(one) => {
          if (work.mode === "formula") editor.current?.insert(`${one.name}()`, one.parameters.length ? 1 : 0);
          else change({ mode: "formula", formula: `${one.name}()` });
        }}
        onExample={(formula) => change({ mode: "formula", formula })}
      />
    </div>
  );
}

interface PartProps { work: Work; change: (changes: Partial<Work>) => void }

function Sample({ work, objects, change }: PartProps & { objects: ObjectFact[] }) {
  return (
    <div className="scw-sample">
      <div>
        <label className="form-label" htmlFor="workbench-object">{t("workbench.object")}</label>
        <select id="workbench-object" className="form-select" value={work.object} onChange={(event) => change({ object: event.target.value, record: "", recordName: "" })}>
          <option value="">{t("workbench.no_object")}</option>
          {objects.map((one) => <option key={one.api_name} value={one.api_name}>{one.label}</option>)}
        </select>
      </div>
      <RecordPicker
        key={work.object} object={work.object} value={work.record ? { id: work.record, name: work.recordName || work.record } : null}
        onChange={(record) => change({ record: record?.id ?? "", recordName: record?.name ?? "" })}
      />
    </div>
  );
}

function Modes({ work, change }: PartProps) {
  const modes = [["formula", "workbench.write_formula"], ["conditions", "workbench.write_conditions"]] as const;
  return (
    <div className="btn-group scw-modes" role="group" aria-label={t("workbench.ask")}>
      {modes.map(([mode, words]) => (
        <button key={mode} type="button" className="btn btn-sm btn-outline-secondary" aria-pressed={work.mode === mode} onClick={() => change({ mode })}>{t(words)}</button>
      ))}
    </div>
  );
}

function Examples({ change }: { change: PartProps["change"] }) {
  const keep = (object: string) => (object ? { object, record: "", recordName: "" } : {});
  return (
    <details className="scw-examples">
      <summary>{t("workbench.examples")}</summary>
      <ul>
        {EXAMPLES.map((one) => (
          <li key={one.formula}>
            <button type="button" className="btn btn-link btn-sm" onClick={() => change({ mode: one.mode, formula: one.formula, ...keep(one.object) })}><code>{one.formula}</code></button>
          </li>
        ))}
        {CONDITION_EXAMPLES.map((one) => (
          <li key={one.conditions.logic}>
            <button type="button" className="btn btn-link btn-sm" onClick={() => change({ mode: "conditions", conditions: one.conditions, ...keep(one.object) })}>
              {t("formula.conditions")}: <code>{one.conditions.logic}</code>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Share() {
  const [told, setTold] = useState("");
  const copy = () => {
    const done = () => setTold(t("workbench.copied"));
    const not = () => setTold(t("workbench.copy_by_hand"));
    if ("clipboard" in navigator) navigator.clipboard.writeText(location.href).then(done, not);
    else not();
  };
  return (
    <div className="scw-share">
      <span role="status" className="sc-meta">{told}</span>
      <button type="button" className="btn btn-sm btn-outline-secondary" onClick={copy}><Icon name="link-45deg" /> {t("workbench.share")}</button>
    </div>
  );
}

/** The work, kept in the address as it changes. */
function useWork() {
  const [work, setWork] = useState(() => fromHash(location.hash));
  useEffect(() => {
    history.replaceState(history.state, "", `${location.pathname}${location.search}${toHash(work)}`);
  }, [work]);
  useEffect(() => {
    const follow = () => setWork(fromHash(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return [work, setWork] as const;
}

/** A link knows only the record's id. */
function useRecordName({ object, record, recordName }: Work, found: (name: string) => void) {
  const tell = useRef(found);
  tell.current = found;
  const unnamed = object !== "" && record !== "" && recordName === "";
  useEffect(() => {
    if (!unnamed) return;
    let wanted = true;
    void nameOf(object, record).then((name) => { if (wanted && name) tell.current(name); });
    return () => { wanted = false; };
  }, [object, record, unnamed]);
}

function useTried(work: Work): Asked<Tried> {
  const [asked, setAsked] = useState<Asked<Tried>>({ state: "idle" });
  const latest = useMemo(() => new Latest(tryOut, setAsked), []);
  const { mode, formula, conditions, object, record } = work;
  useEffect(() => {
    const now: Work = { mode, formula, conditions, object, record, recordName: "" };
    if (isWritten(now)) latest.put(now);
    else latest.clear();
    const again = () => isWritten(now) && latest.put(now, 0);
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  }, [latest, mode, formula, conditions, object, record]);
  useEffect(() => () => latest.stop(), [latest]);
  return asked;
}

const NONE: Problem[] = [];
/** Of the last answer; the same list until another comes, so that the editor draws them once. */
function useProblems(asked: Asked<Tried>): Problem[] {
  return (asked.state === "idle" ? undefined : asked.answer?.problems) ?? NONE;
}
