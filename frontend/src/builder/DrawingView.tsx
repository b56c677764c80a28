import { useMemo, useState } from "react";
import { count, t } from "../shared/messages";
import { DetailsOpen } from "./Details";
import type { Drawing } from "./drawing";
import { Icon } from "../shared/Icon";
import { layOut } from "./layout";
import { LaneView } from "./LaneView";

/** A definition as it runs: from the start down, outcomes beside each other. To look at, not to change. */
export function DrawingView({ drawing }: { drawing: Drawing }) {
  const [open, setOpen] = useState(false);
  const layout = useMemo(() => layOut(drawing), [drawing]);
  return (
    <DetailsOpen.Provider value={open}>
      <div className="scb-bar">
        <span className="sc-tag">
          <Icon name="eye" /> {t("builder.view_only")}
        </span>
        <span className="scb-soft">{count("builder.count", drawing.elements.length)}</span>
        <button type="button" className="btn btn-sm btn-outline-secondary" onClick={() => setOpen(!open)}>
          {open ? t("builder.collapse_all") : t("builder.expand_all")}
        </button>
      </div>
      <div className="scb-canvas" role="region" aria-label={t("builder.outline")} tabIndex={0}>
        <div className="scb-start">
          <p>
            <Icon name="play-circle" /> <strong>{t("builder.start")}</strong>
          </p>
          <p className="scb-soft">{drawing.start}</p>
          {drawing.start_when && <p className="scb-soft">{drawing.start_when}</p>}
        </div>
        {drawing.first ? <LaneView lane={layout.main} drawing={drawing} /> : <p className="scb-none">{t("builder.empty")}</p>}
        {layout.lost.length > 0 && (
          <section className="scb-lost" aria-label={t("builder.unreached")}>
            <h3>{t("builder.unreached")}</h3>
            {layout.lost.map((lane) => (
              <LaneView key={lane.nodes[0]?.element.name} lane={lane} drawing={drawing} />
            ))}
          </section>
        )}
      </div>
    </DetailsOpen.Provider>
  );
}
