import { ViewportPortal } from "@xyflow/react";
import type { Line } from "../place";

/** All connectors in one picture: straight pieces between the corners that the layout gives. */
export function Lines({ lines }: { lines: readonly Line[] }) {
  return (
    <ViewportPortal>
      <svg className="scb-lines" aria-hidden="true">
        {lines.map((line) => (
          <polyline key={line.id} points={line.points.map(([x, y]) => `${x},${y}`).join(" ")} className={line.fault ? "scb-line scb-line-fault" : "scb-line"} />
        ))}
      </svg>
    </ViewportPortal>
  );
}
