import { useState } from "react";
import { t } from "../../shared/messages";
import { Icon } from "../../shared/Icon";
import { useBuilder } from "./builder";
import { DiscardButton } from "./DiscardButton";
import { HistoryList } from "./HistoryList";
import { Refused } from "../../shared/api";
import type { Start } from "./server";
import type { DraftState } from "./useDraft";

export type View = "canvas" | "outline";

export function Toolbar({ start, draft, back, view, setView, help }: { start: Start; draft: DraftState; back: string; view: View; setView: (view: View) => void; help: () => void }) {
  const { state, undo, redo } = useBuilder();
  return (
    <div className="scb-toolbar" role="toolbar" aria-label={t("builder.toolbar")}>
      <a className="btn btn-sm btn-link" href={back}>
        <Icon name="arrow-left" /> <span className="scb-title">{state.definition.label}</span>
      </a>
      <SavingState draft={draft} />
      {(state.past.length > 0 || start.savedAt) && <DiscardButton version={start.latestVersion} forget={() => draft.forget("")} />}
      <span className="scb-space" />
      <div className="btn-group">
        <Tool icon="arrow-counterclockwise" label={undoWords("undo", state.past.at(-1)?.words)} disabled={!state.past.length} onClick={undo} />
        <Tool icon="arrow-clockwise" label={undoWords("redo", state.future[0]?.words)} disabled={!state.future.length} onClick={redo} />
      </div>
      <HistoryList />
      <div className="btn-group" role="group" aria-label={t("builder.view")}>
        {(["canvas", "outline"] as const).map((one) => (
          <button key={one} type="button" className="btn btn-sm btn-outline-secondary" aria-pressed={view === one} onClick={() => setView(one)}>
            {t(one === "canvas" ? "builder.view.drawing" : "builder.view.outline")}
          </button>
        ))}
      </div>
      <Tool icon="question-circle" label={t("builder.keys")} onClick={help} />
      <Release start={start} draft={draft} back={back} />
    </div>
  );
}

function undoWords(which: "undo" | "redo", words: string | undefined): string {
  return words ? `${t(`builder.${which}`)}: ${words}` : t(`builder.${which}`);
}

function Tool({ icon, label, disabled = false, onClick }: { icon: string; label: string; disabled?: boolean; onClick: () => void }) {
  return (
    <button type="button" className="btn btn-sm btn-outline-secondary" aria-label={label} title={label} disabled={disabled} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

function SavingState({ draft }: { draft: DraftState }) {
  const { saving, savedAt, why, keepMine } = draft;
  const time = savedAt?.toLocaleTimeString(document.documentElement.lang || "en", { hour: "2-digit", minute: "2-digit" }) ?? "";
  const words = saving === "saved" ? (time ? t("builder.saved_at", { time }) : t("builder.nothing_changed")) : t(`builder.saving.${saving}`);
  return (
    <span className={`scb-saving scb-saving-${saving}`} role="status">
      {words} {saving === "refused" && why}
      {saving === "behind" && (
        <>
          <button type="button" className="btn btn-sm btn-link" onClick={keepMine}>
            {t("builder.keep_mine")}
          </button>
          <button type="button" className="btn btn-sm btn-link" onClick={() => window.location.reload()}>
            {t("builder.take_theirs")}
          </button>
        </>
      )}
    </span>
  );
}

/** Save as a version, and activate it. */
function Release({ start, draft, back }: { start: Start; draft: DraftState; back: string }) {
  const { server, problems, announce, state } = useBuilder();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState("");
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const release = async (activate: boolean) => {
    setBusy(true);
    setFailure("");
    try {
      if (!(await draft.flush())) return;
      const version = state.past.length || start.savedAt ? (await server.saveVersion("")).number : start.latestVersion;
      draft.forget(`v${version}`);
      announce(t("builder.version_saved", { number: version }));
      if (activate) await server.activate(version);
      window.location.assign(`${back}?version=${version}`);
    } catch (error) {
      setFailure(error instanceof Refused && error.message ? error.message : t("site.server_error"));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {failure && (
        <span className="scb-wrong" role="alert">
          {failure}
        </span>
      )}
      <button type="button" className="btn btn-sm btn-outline-primary" disabled={busy} onClick={() => void release(false)}>
        {t("builder.save_version")}
      </button>
      <button type="button" className="btn btn-sm btn-primary" disabled={busy || errors > 0} title={errors ? t("builder.activate_errors") : undefined} onClick={() => void release(true)}>
        {t("builder.activate")}
      </button>
    </>
  );
}
