import { useEffect, useState } from "react";
import { keep, kept } from "../shared/cookies";
import { t } from "../shared/messages";
import type { Drawing } from "./drawing";
import { DrawingView } from "./DrawingView";

type View = "drawing" | "outline";
const NARROW = 768; // px; below it the outline comes first
const KEPT = "builder_view";

/** Switches between the drawing and the outline; the other one is hidden from everybody, also from screen readers. */
export function Island({ drawing, outline }: { drawing: Drawing; outline: HTMLElement | null }) {
  const [view, setView] = useState<View>(firstView);
  useEffect(() => {
    if (outline) outline.hidden = view !== "outline";
  }, [view, outline]);
  const choose = (chosen: View) => {
    setView(chosen);
    keep(KEPT, chosen);
  };
  return (
    <>
      {outline && (
        <div className="scb-views btn-group" role="group" aria-label={t("builder.view")}>
          {(["drawing", "outline"] as const).map((one) => (
            <button
              key={one}
              type="button"
              className="btn btn-sm btn-outline-secondary"
              aria-pressed={view === one}
              onClick={() => choose(one)}
            >
              {t(`builder.view.${one}`)}
            </button>
          ))}
        </div>
      )}
      {(view === "drawing" || !outline) && <DrawingView drawing={drawing} />}
    </>
  );
}

function firstView(): View {
  const before = kept(KEPT);
  if (before === "drawing" || before === "outline") return before;
  return window.innerWidth < NARROW ? "outline" : "drawing";
}
