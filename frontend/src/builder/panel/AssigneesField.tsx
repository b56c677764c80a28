import { useId } from "react";
import { t } from "../../shared/messages";
import { useBuilder } from "../editor/builder";
import { Icon } from "../../shared/Icon";
import type { Assignee, Operand } from "../model/document";
import { useProblems } from "./useChange";
import { useResources } from "./useResources";

const KINDS = ["user", "group", "queue", "resource"] as const;

/** Who is asked: people by user name, groups and queues from a list, or whoever a resource names. */
export function AssigneesField({ value, path, onChange }: { value: readonly Assignee[]; path: string; onChange: (value: Assignee[]) => void }) {
  const problems = useProblems(path, "assignees");
  const set = (index: number, one: Assignee) => onChange(value.map((each, i) => (i === index ? one : each)));
  return (
    <>
      {value.map((assignee, i) => (
        <Row key={i} number={i + 1} assignee={assignee} onChange={(one) => set(i, one)} onRemove={() => onChange(value.filter((_, at) => at !== i))} />
      ))}
      {problems.map((problem) => (
        <p key={problem.message} className={problem.severity === "error" ? "scb-wrong" : "scb-doubt"}>
          {problem.message}
        </p>
      ))}
      <button type="button" className="btn btn-sm btn-outline-secondary" onClick={() => onChange([...value, { kind: "user", value: literal("") }])}>
        <Icon name="person-plus" /> {t("builder.add_assignee")}
      </button>
    </>
  );
}

function Row({ number, assignee, onChange, onRemove }: { number: number; assignee: Assignee; onChange: (one: Assignee) => void; onRemove: () => void }) {
  const id = useId();
  const options = useOptions(assignee.kind);
  const given = assignee.value;
  const text = !given ? "" : given.type === "reference" ? given.path : given.text;
  const write = (written: string): Operand => (assignee.kind === "resource" ? { type: "reference", path: written } : literal(written));
  const name = t("builder.assignee", { number });
  return (
    <div className="input-group input-group-sm mb-2">
      <select className="form-select scb-way" aria-label={t("builder.assignee_kind", { number })} value={assignee.kind} onChange={(event) => onChange({ kind: event.target.value as Assignee["kind"], value: literal("") })}>
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {t(`builder.who.${kind}`)}
          </option>
        ))}
      </select>
      <input className="form-control" type="text" autoComplete="off" aria-label={name} list={id} value={text} onChange={(event) => onChange({ ...assignee, value: write(event.target.value) })} />
      <datalist id={id}>
        {options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </datalist>
      <button type="button" className="btn btn-outline-secondary" aria-label={t("builder.remove_assignee", { number })} onClick={onRemove}>
        <Icon name="x-lg" />
      </button>
    </div>
  );
}

const literal = (text: string): Operand => ({ type: "literal", kind: "text", text });

function useOptions(kind: Assignee["kind"]): [string, string][] {
  const { offered } = useBuilder();
  const resources = useResources();
  if (kind === "resource") return resources;
  const named = kind === "group" ? offered.groups : kind === "queue" ? offered.queues : offered.people;
  return named.map((one) => [one.name, one.label]);
}
