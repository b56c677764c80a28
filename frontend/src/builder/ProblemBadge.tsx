import { count } from "../shared/messages";
import type { Problem } from "./drawing";
import { Icon } from "../shared/Icon";

/** How many problems an element has, by severity; their words as title and for screen readers. */
export function ProblemBadge({ problems }: { problems: Problem[] }) {
  const errors = problems.filter((problem) => problem.severity === "error");
  const shown = errors.length ? errors : problems;
  if (shown.length === 0) return null;
  const words = count(errors.length ? "builder.errors" : "builder.warnings", shown.length);
  return (
    <span
      className={`sc-pill sc-pill-${errors.length ? "bad" : "warn"}`}
      title={shown.map((problem) => problem.message).join("\n")}
    >
      <Icon name={errors.length ? "exclamation-octagon" : "exclamation-triangle"} />
      <span>{words}</span>
    </span>
  );
}
