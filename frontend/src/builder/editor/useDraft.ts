import { useCallback, useEffect, useRef, useState } from "react";
import type { Definition } from "../model/document";
import { Refused } from "../../shared/api";
import type { Connection, Draft } from "./server";

const WAIT = 1500; // ms after the last change
const AGAIN = 5000; // ms until the next try when the server is not reached

/** saved: everything is with the server. behind: somebody saved this draft elsewhere (another tab). */
export type Saving = "saved" | "waiting" | "saving" | "offline" | "refused" | "behind";

export interface DraftState {
  readonly saving: Saving;
  readonly savedAt: Date | null;
  readonly why: string;
  readonly theirs: Draft | null;
  /** Saves at once what is not saved yet; true when the server has it. */
  flush: () => Promise<boolean>;
  /** Goes on with one's own work over the other tab's. */
  keepMine: () => void;
  forget: (etag: string) => void;
}

/** Saves the draft by itself after each change. */
export function useDraft(definition: Definition, server: Connection, begun: { etag: string; savedAt: string }): DraftState {
  const [saving, setSaving] = useState<Saving>("saved");
  const [savedAt, setSavedAt] = useState(begun.savedAt ? new Date(begun.savedAt) : null);
  const [failure, setFailure] = useState<{ why: string; theirs: Draft | null }>({ why: "", theirs: null });
  const etag = useRef(begun.etag);
  const saved = useRef(definition);
  const latest = useRef(definition);
  const timer = useRef<number>(undefined);
  const under = useRef<Promise<boolean> | null>(null);
  latest.current = definition;

  const save = useCallback(async (): Promise<boolean> => {
    if (under.current) await under.current;
    const sent = latest.current;
    if (sent === saved.current) return true;
    setSaving("saving");
    const attempt = server.saveDraft(sent, etag.current).then(
      (draft) => {
        etag.current = draft.etag;
        saved.current = sent;
        setSavedAt(new Date(draft.modified_at));
        setSaving(sent === latest.current ? "saved" : "waiting");
        return true;
      },
      (error: unknown) => {
        const refused = error instanceof Refused ? error : null;
        setFailure({ why: refused?.message ?? "", theirs: (refused?.body.theirs as Draft | undefined) ?? null });
        setSaving(!refused ? "offline" : refused.status === 412 ? "behind" : "refused");
        return false;
      },
    );
    under.current = attempt;
    const done = await attempt;
    under.current = null;
    return done;
  }, [server]);

  useEffect(() => {
    if (definition === saved.current || saving === "behind") return;
    setSaving((before) => (before === "offline" ? before : "waiting"));
    timer.current = window.setTimeout(() => void save(), saving === "offline" ? AGAIN : WAIT);
    return () => window.clearTimeout(timer.current);
  }, [definition, save, saving]);

  useUnload(() => latest.current !== saved.current);
  const keepMine = useCallback(() => {
    etag.current = failure.theirs?.etag ?? "*";
    setFailure({ why: "", theirs: null });
    setSaving("waiting");
    void save();
  }, [failure.theirs, save]);
  const forget = useCallback((fresh: string) => {
    etag.current = fresh;
    saved.current = latest.current;
    setSaving("saved");
  }, []);
  return { saving, savedAt, ...failure, flush: save, keepMine, forget };
}

/** Asks before the page is left while something is not saved. */
function useUnload(isUnsaved: () => boolean) {
  const ask = useRef(isUnsaved);
  ask.current = isUnsaved;
  useEffect(() => {
    const leave = (event: BeforeUnloadEvent) => {
      if (ask.current()) event.preventDefault();
    };
    window.addEventListener("beforeunload", leave);
    return () => window.removeEventListener("beforeunload", leave);
  }, []);
}
