import { Icon } from "../shared/Icon";
import { PartTree, ReasonTree } from "../shared/formula/Explanation";
import type { Asked } from "../shared/formula/latest";
import { Problems } from "../shared/formula/Problems";
import type { Problem } from "../shared/formula/types";
import { t } from "../shared/messages";
import type { Tried } from "./trial";

interface Props { asked: Asked<Tried>; hasRecord: boolean; hasObject: boolean; goTo: (problem: Problem) => void }

export function Result({ asked, hasRecord, hasObject, goTo }: Props) {
  const tried = asked.state === "idle" ? undefined : asked.answer;
  return (
    <section className="sc-card scw-result" aria-labelledby="result-title" aria-busy={asked.state === "busy"}>
      <h2 id="result-title">{t("workbench.result")}</h2>
      {asked.state === "idle" && <p className="sc-meta mb-0">{t("workbench.nothing_yet")}</p>}
      {asked.state === "offline" && <p className="scw-note scw-note-warn" role="alert"><Icon name="exclamation-triangle" /> {t("workbench.offline")}</p>}
      {asked.state === "failed" && <p className="scw-note scw-note-bad" role="alert"><Icon name="exclamation-octagon" /> {t("workbench.failed", { detail: asked.message })}</p>}
      {asked.state === "busy" && !tried && <p className="sc-meta mb-0">{t("workbench.checking")}</p>}
      {tried && <Answer tried={tried} />}
      {tried && hasObject && !hasRecord && <p className="sc-meta">{t("workbench.without_record")}</p>}
      {tried && <Problems problems={tried.problems} goTo={goTo} />}
      {tried && <Why tried={tried} />}
    </section>
  );
}

function Answer({ tried }: { tried: Tried }) {
  const truth: "" | "true" | "false" = tried.truth === null ? "" : tried.truth ? "true" : "false";
  return (
    <dl className="scw-answer">
      <div>
        <dt>{t("workbench.value")}</dt>
        <dd>
          <span role="status" data-testid="value" className={truth && `scw-${truth}`}>
            {truth ? t(`formula.state.${truth}`) : (tried.value ?? "–")}
          </span>
        </dd>
      </div>
      <div>
        <dt>{t("workbench.kind")}</dt>
        <dd data-testid="kind">{tried.kind || (hasErrors(tried) ? "–" : t("workbench.unknown_kind"))}</dd>
      </div>
    </dl>
  );
}

const hasErrors = (tried: Tried) => tried.problems.some((problem) => problem.severity === "error");

function Why({ tried }: { tried: Tried }) {
  if (!tried.reason?.conditions.length && tried.parts.length === 0 && tried.notes.length === 0) return null;
  return (
    <div className="scw-why">
      <h3>{t("workbench.reading")}</h3>
      {tried.notes.map((note) => <p key={note} className="sc-meta">{note}</p>)}
      {tried.reason ? <ReasonTree reason={tried.reason} /> : <PartTree parts={tried.parts} />}
    </div>
  );
}
