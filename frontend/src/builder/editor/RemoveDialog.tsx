import { useEffect, useRef } from "react";
import { count, t } from "../../shared/messages";
import { type Definition, elementNamed, stepsOf } from "../model/document";
import { contentsOf } from "../model/elements";
import { mentionsOf } from "../model/references";
import { connectorAt, waysTo } from "../model/ways";

/** What would go or break besides: branches, steps, jumps to it, mentions of it. */
export interface Consequences {
  readonly label: string;
  readonly branches: string[];
  readonly lines: string[];
}

export function consequencesOf(definition: Definition, names: readonly string[]): Consequences {
  const labelOf = (name: string) => elementNamed(definition, name)?.label || name;
  const branches = names.flatMap((name) => contentsOf(definition, name)).filter((name) => !names.includes(name));
  const steps = names.reduce((sum, name) => sum + stepsIn(definition, name), 0);
  const jumps = names.flatMap((name) => waysTo(definition, name).filter((way) => connectorAt(definition, way)?.go_to)).length;
  const mentions = names.reduce((sum, name) => sum + mentionsOf(definition, name), 0);
  const lines = [
    ...(steps ? [count("builder.lose.steps", steps)] : []),
    ...(jumps ? [count("builder.lose.jumps", jumps)] : []),
    ...(mentions ? [count("builder.lose.mentions", mentions)] : []),
    ...(branches.length ? [t("builder.lose.branches", { labels: branches.map(labelOf).join(", ") })] : []),
  ];
  return { label: names.map(labelOf).join(", "), branches, lines };
}

function stepsIn(definition: Definition, name: string): number {
  const element = elementNamed(definition, name);
  return element ? stepsOf(element).length : 0;
}

export function RemoveDialog({ what, close, remove }: { what: Consequences; close: () => void; remove: (how: "nothing" | "branches") => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog className="scb-dialog" ref={dialog} onClose={close} aria-labelledby="scb-remove">
      <h2 id="scb-remove">{t("builder.remove_what", { label: what.label })}</h2>
      <ul>
        {what.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <div className="d-flex flex-wrap gap-2">
        <button type="button" className="btn btn-danger" onClick={() => remove("nothing")}>
          {what.branches.length ? t("builder.remove_only") : t("builder.remove")}
        </button>
        {what.branches.length > 0 && (
          <button type="button" className="btn btn-outline-danger" onClick={() => remove("branches")}>
            {t("builder.remove_all")}
          </button>
        )}
        <button type="button" className="btn btn-outline-secondary" onClick={close}>
          {t("builder.cancel")}
        </button>
      </div>
    </dialog>
  );
}
