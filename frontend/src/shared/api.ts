/** Calls of our own REST API, as the person who looks at the page. */
import { csrfToken } from "./http";

const ROOT = "/api/v1/";

/** The server answered, and did not take it. body: its {code, detail, ...}. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly body: Record<string, unknown>,
  ) {
    super(message);
  }
}

interface Sent {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** raises Refused with the server's words; TypeError where it cannot be reached */
export const getJson = <T>(path: string): Promise<T> => sendJson<T>("GET", path);

export const postJson = <T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> =>
  sendJson<T>("POST", path, signal ? { body, signal } : { body });

export async function sendJson<T>(method: string, path: string, { body, headers = {}, signal }: Sent = {}): Promise<T> {
  const changes = method === "GET" ? {} : { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
  const response = await fetch(ROOT + path, {
    method,
    headers: { Accept: "application/json", ...changes, ...headers },
    credentials: "same-origin",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  return read<T>(response);
}

async function read<T>(response: Response): Promise<T> {
  const body: unknown = response.status === 204 ? {} : await response.json().catch(() => null);
  if (response.ok) return body as T;
  const said = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  throw new Refused(detailOf(said) || `${response.status} ${response.statusText}`.trim(), response.status, said);
}

function detailOf({ detail, fields }: { detail?: unknown; fields?: unknown }): string {
  const inFields = typeof fields === "object" && fields !== null ? Object.values(fields as Record<string, unknown>) : [];
  return [detail, ...inFields].filter((one) => typeof one === "string").join(" ");
}
