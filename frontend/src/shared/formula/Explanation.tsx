/** Why something gave what it gave: conditions and sub-expressions with their values, as a nested list. */
import { Icon } from "../Icon";
import { count, t } from "../messages";
import type { Part, Reason, ReasonRow } from "./types";

export function ReasonTree({ reason }: { reason: Reason }) {
  return (
    <div>
      {reason.logic && <p className="sc-meta">{t("formula.logic")}: {reason.logic}</p>}
      <ul className="scf-parts">{reason.conditions.map((row) => <Row key={row.number} row={row} />)}</ul>
    </div>
  );
}

export function PartTree({ parts }: { parts: Part[] }) {
  return (
    <ul className="scf-parts">
      {parts.map((part) => (
        <li key={`${part.at} ${part.text}`}>
          <Verdict state={part.state} /> <code>{part.text}</code>: <PartValue part={part} />
          {part.parts.length > 0 && <PartTree parts={part.parts} />}
          {part.more > 0 && <span className="sc-meta"> {count("formula.more_parts", part.more)}</span>}
        </li>
      ))}
    </ul>
  );
}

function Row({ row }: { row: ReasonRow }) {
  const words = t(row.result ? "formula.state.true" : "formula.state.false");
  return (
    <li>
      <Verdict state={row.result ? "true" : "false"} /> {row.number}. {row.text}: <strong>{words}</strong>
      {row.note && <span className="sc-meta"> ({row.note})</span>}
      {row.decided && <span className="sc-meta"> · {t("formula.decided")}</span>}
      {row.parts.length > 0 && <PartTree parts={row.parts} />}
    </li>
  );
}

function PartValue({ part }: { part: Part }) {
  if (part.state === "skipped") return <span className="sc-meta">{t("formula.skipped")}</span>;
  if (part.state === "fault") return <span className="text-danger">{part.note || t("formula.failed")}</span>;
  return <strong>{part.value}</strong>;
}

function Verdict({ state }: { state: Part["state"] }) {
  if (state === "true") return <span className="text-success"><Icon name="check-lg" /></span>;
  if (state === "false") return <span className="text-danger"><Icon name="x-lg" /></span>;
  return <span className="scf-dot"><Icon name={state === "fault" ? "exclamation-octagon" : "dot"} /></span>;
}
