import { useState } from "react";
import { count, t } from "../../shared/messages";
import type { Problem } from "../drawing";
import { Icon } from "../../shared/Icon";
import { useBuilder } from "./builder";

/** All problems, errors first. A row leads to what it is about. */
export function ProblemsDock() {
  const { problems, select } = useBuilder();
  const [open, setOpen] = useState(false);
  const errors = problems.filter((problem) => problem.severity === "error");
  const warnings = problems.filter((problem) => problem.severity !== "error");
  const go = (problem: Problem) => {
    const parts = problem.path.split("/");
    if (parts[0] === "elements") select([(parts[2] === "steps" || parts[2] === "outcomes" ? parts[3] : parts[1]) ?? ""]);
    else if (parts[0] === "start") select([""]);
  };
  return (
    <section className="scb-dock" aria-label={t("builder.problems")}>
      <button type="button" className="scb-dock-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? "chevron-down" : "chevron-up"} /> {t("builder.problems")}
        <span className={errors.length ? "scb-wrong" : "scb-soft"}>{count("builder.errors", errors.length)}</span>
        <span className="scb-soft">{count("builder.warnings", warnings.length)}</span>
      </button>
      {open && (
        <ul>
          {[...errors, ...warnings].map((problem, i) => (
            <li key={i}>
              <button type="button" onClick={() => go(problem)}>
                <Icon name={problem.severity === "error" ? "exclamation-octagon" : "exclamation-triangle"} />
                <span className="visually-hidden">{t(`builder.severity.${problem.severity}`)}</span> {problem.message}
              </button>
            </li>
          ))}
          {problems.length === 0 && <li className="scb-none">{t("builder.no_problems")}</li>}
        </ul>
      )}
    </section>
  );
}
