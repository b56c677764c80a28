import { useState } from "react";
import { t } from "../../shared/messages";
import { Icon } from "../../shared/Icon";
import { useBuilder } from "./builder";

/** Everything that can be undone, the newest first; choosing a line undoes it and all after it. */
export function HistoryList() {
  const { state, backTo } = useBuilder();
  const [open, setOpen] = useState(false);
  const lines = state.past.map((entry, index) => ({ ...entry, index })).reverse();
  return (
    <div className="scb-history" onKeyDown={(event) => event.key === "Escape" && setOpen(false)}>
      <button type="button" className="btn btn-sm btn-outline-secondary" aria-expanded={open} aria-label={t("builder.history")} title={t("builder.history")} disabled={!lines.length} onClick={() => setOpen(!open)}>
        <Icon name="clock-history" />
      </button>
      {open && (
        <ol>
          {lines.map((line) => (
            <li key={line.index}>
              <button
                type="button"
                onClick={() => {
                  backTo(line.index);
                  setOpen(false);
                }}
              >
                {line.words}
              </button>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
