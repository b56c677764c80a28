import { Icon } from "../Icon";
import { t } from "../messages";
import type { Problem } from "./types";

/** Every problem in words; those with a place lead there. */
export function Problems({ problems, goTo }: { problems: Problem[]; goTo?: (problem: Problem) => void }) {
  if (problems.length === 0) return null;
  return (
    <ul className="scf-problems" aria-label={t("formula.problems")}>
      {problems.map((problem, index) => (
        <li key={`${problem.code}${index}`} className={`scf-problem scf-problem-${problem.severity}`}>
          <Icon name={problem.severity === "error" ? "exclamation-octagon" : "exclamation-triangle"} />
          <div>
            <strong>{t(`formula.severity.${problem.severity}`)}:</strong> {problem.message}
            {problem.fix && <span> {problem.fix}</span>}
            {goTo && typeof problem.position === "number" && (
              <button type="button" className="btn btn-link btn-sm p-0 ms-2" onClick={() => goTo(problem)}>
                {t("formula.go_to")}
              </button>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
