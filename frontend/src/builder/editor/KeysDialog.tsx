import { useEffect, useRef } from "react";
import { t } from "../../shared/messages";

const KEYS = [
  ["↑ ↓ ← →", "builder.key.walk"], ["Enter", "builder.key.open"], ["Esc", "builder.key.back"], ["A", "builder.key.after"],
  ["Shift+A", "builder.key.before"], ["Delete", "builder.key.delete"], ["Ctrl/⌘+Z", "builder.key.undo"], ["Ctrl/⌘+Shift+Z", "builder.key.redo"],
  ["Ctrl/⌘+C X V", "builder.key.clipboard"], ["Ctrl/⌘+D", "builder.key.duplicate"], ["Alt+↑ ↓", "builder.key.reorder"], ["1  0", "builder.key.zoom"],
] as const;

export function KeysDialog({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog className="scb-dialog" ref={dialog} onClose={close} aria-labelledby="scb-keys">
      <h2 id="scb-keys">{t("builder.keys")}</h2>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
      <button type="button" className="btn btn-outline-secondary" onClick={close}>
        {t("site.close")}
      </button>
    </dialog>
  );
}
