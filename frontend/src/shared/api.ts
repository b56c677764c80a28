/** Calls of our own REST API, as the person who looks at the page. */
import { csrfToken } from "./http";

const ROOT = "/api/v1/";

/** The server answered, and did not take it. */
export class Refused extends Error {}

/** raises Refused with the server's words; TypeError where it cannot be reached */
export async function getJson<T>(path: string): Promise<T> {
  return read<T>(await fetch(ROOT + path, { headers: { Accept: "application/json" }, credentials: "same-origin" }));
}

export async function postJson<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
  const more = signal ? { signal } : {};
  return read<T>(await fetch(ROOT + path, { method: "POST", headers, body: JSON.stringify(body), credentials: "same-origin", ...more }));
}

async function read<T>(response: Response): Promise<T> {
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as T;
  throw new Refused(detailOf(body) || `${response.status} ${response.statusText}`.trim());
}

function detailOf(body: unknown): string {
  if (typeof body !== "object" || body === null) return "";
  const { detail, fields } = body as { detail?: unknown; fields?: Record<string, unknown> };
  return [detail, ...Object.values(fields ?? {})].filter((one) => typeof one === "string").join(" ");
}
