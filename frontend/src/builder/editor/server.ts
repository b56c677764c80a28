/** What the builder asks of the server. Every answer is JSON; a refusal is thrown with its words. */
import { csrfToken } from "../../shared/http";
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

/** body: the server's {code, detail, ...}. status 0: the server was not reached. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly body: { detail?: string; problems?: Problem[]; theirs?: Draft; base?: Draft },
  ) {
    super(body.detail ?? "");
  }
}

async function call<T>(method: string, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const answer = await fetch(url, {
    method,
    credentials: "same-origin",
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrfToken(), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Refused(0, {});
  });
  const said: unknown = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, said as Refused["body"]);
  return said as T;
}

export const connection = (apiName: string) => {
  const base = `/api/v1/flows/${apiName}/`;
  return {
    draw: (document: Definition) =>
      call<{ drawing: Drawing; problems: Problem[] }>("POST", `${base}draw/`, { document }),
    saveDraft: (document: Definition, etag: string) =>
      call<Draft>("PUT", `${base}draft/`, { document }, { "If-Match": `"${etag}"` }),
    discard: () => call<object>("DELETE", `${base}draft/`),
    saveVersion: (note: string) => call<{ number: number }>("POST", `${base}versions/`, { note }),
    activate: (version: number) => call<object>("POST", `${base}activate/`, { version }),
    fieldsOf: (object: string) =>
      call<{ fields: { api_name: string; label: string; kind: string }[] }>("GET", `/api/v1/objects/${object}/`),
  };
};
export type Connection = ReturnType<typeof connection>;
