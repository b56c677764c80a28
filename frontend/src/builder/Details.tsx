import { createContext } from "react";
import { t } from "../shared/messages";
import { Icon } from "../shared/Icon";

/** Whether the person asked for all details at once. */
export const DetailsOpen = createContext(false);

/** Rows of (term, text) behind a disclosure; nothing when there are none. */
export function Details({ open, label, rows }: { open: boolean; label: string; rows: [string, string][] }) {
  if (rows.length === 0) return null;
  return (
    <details className="scb-details" open={open}>
      <summary aria-label={t("builder.details", { label })}>
        <Icon name="chevron-down" />
      </summary>
      <dl>
        {rows.map(([term, text]) => (
          <div key={term + text}>
            {term && <dt>{term}</dt>}
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
