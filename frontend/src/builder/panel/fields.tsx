/** Fields of the property panel. Each applies its value at once; labels stand above, what is wrong below. */
import { useId } from "react";
import type { Problem } from "../drawing";

interface Common {
  readonly label: string;
  readonly help?: string;
  readonly problems?: Problem[];
}

export function Text({ value, onChange, rows = 0, list, ...common }: Common & { value: string; onChange: (value: string) => void; rows?: number; list?: string }) {
  const id = useId();
  const bad = (common.problems ?? []).some((problem) => problem.severity === "error");
  const shared = {
    id,
    value,
    className: `form-control form-control-sm${bad ? " is-invalid" : ""}`,
    "aria-invalid": bad,
    "aria-describedby": `${id}-more`,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (
    <Labelled id={id} {...common}>
      {rows ? <textarea rows={rows} {...shared} /> : <input type="text" autoComplete="off" list={list} {...shared} />}
    </Labelled>
  );
}

export function Choose({ value, options, onChange, ...common }: Common & { value: string; options: readonly (readonly [string, string])[]; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <Labelled id={id} {...common}>
      <select id={id} className="form-select form-select-sm" value={value} aria-describedby={`${id}-more`} onChange={(event) => onChange(event.target.value)}>
        {!options.some(([name]) => name === value) && <option value={value}>{value}</option>}
        {options.map(([name, label]) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

export function Check({ value, label, help, onChange }: { value: boolean; label: string; help?: string; onChange: (value: boolean) => void }) {
  const id = useId();
  return (
    <div className="form-check mb-2">
      <input id={id} type="checkbox" className="form-check-input" checked={value} onChange={(event) => onChange(event.target.checked)} />
      <label className="form-check-label" htmlFor={id}>
        {label}
      </label>
      {help && <p className="form-text mt-0 mb-0">{help}</p>}
    </div>
  );
}

export function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="scb-section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Labelled({ id, label, help, problems = [], children }: Common & { id: string; children: React.ReactNode }) {
  return (
    <div className="mb-2">
      <label className="form-label" htmlFor={id}>
        {label}
      </label>
      {children}
      <div id={`${id}-more`}>
        {help && <p className="form-text mt-0 mb-0">{help}</p>}
        {problems.map((problem) => (
          <p key={problem.message} className={problem.severity === "error" ? "scb-wrong" : "scb-doubt"}>
            {problem.message}
          </p>
        ))}
      </div>
    </div>
  );
}
