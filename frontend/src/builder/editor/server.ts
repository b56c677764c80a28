/** What the builder asks of the server. */
import { sendJson } from "../../shared/api";
import type { Drawing, Problem } from "../drawing";
import type { Definition } from "../model/document";

export interface Choice {
  readonly name: string;
  readonly label: string;
}

export interface FlowChoice extends Choice {
  readonly kind: string;
  readonly active: boolean;
  readonly variables: { name: string; kind: string; required: boolean; input: boolean; output: boolean }[];
}

export interface Offered {
  readonly flows: FlowChoice[];
  readonly objects: Choice[];
  readonly groups: Choice[];
  readonly queues: Choice[];
  readonly people: Choice[];
}

/** The page's `json_script` (builder/views/edit.py). */
export interface Start {
  readonly apiName: string;
  readonly document: Definition;
  readonly etag: string;
  readonly savedAt: string;
  readonly baseVersion: number | null;
  readonly latestVersion: number;
  readonly activeVersion: number | null;
  readonly offered: Offered;
  readonly drawing: Drawing;
  readonly problems: Problem[];
}

export interface Draft {
  readonly etag: string;
  readonly modified_at: string;
  readonly document: Definition;
}

export const connection = (apiName: string) => {
  const base = `flows/${apiName}/`;
  return {
    draw: (document: Definition) =>
      sendJson<{ drawing: Drawing; problems: Problem[] }>("POST", `${base}draw/`, { body: { document } }),
    saveDraft: (document: Definition, etag: string) =>
      sendJson<Draft>("PUT", `${base}draft/`, { body: { document }, headers: { "If-Match": `"${etag}"` } }),
    discard: () => sendJson<object>("DELETE", `${base}draft/`),
    saveVersion: (note: string) => sendJson<{ number: number }>("POST", `${base}versions/`, { body: { note } }),
    activate: (version: number) => sendJson<object>("POST", `${base}activate/`, { body: { version } }),
  };
};
export type Connection = ReturnType<typeof connection>;
