/** The inbox by keyboard: j and k move through the rows, Enter opens, c claims, u releases, n goes on.
 *  On a narrow screen a row opens its own page instead of the pane beside the list. */
import { shortcut } from "./shortcuts";

const WIDE = "(min-width: 900px)";

export function startWorklist(root: Document = document, isWide = () => matchMedia(WIDE).matches): void {
  listKeys(root);
  shortcut("j", () => step(root, 1));
  shortcut("k", () => step(root, -1));
  for (const key of ["c", "u", "n"]) shortcut(key, () => root.querySelector<HTMLElement>(`[data-wg-key="${key}"]`)?.click());
  root.addEventListener("htmx:beforeRequest", (event) => {
    const row = rowOf(event);
    if (!row || !root.getElementById("pane") || isWide()) return;
    event.preventDefault();
    window.location.assign(row.href);
  });
  root.addEventListener("htmx:afterRequest", (event) => {
    const row = rowOf(event);
    if (row && (event as CustomEvent<{ successful?: boolean }>).detail.successful) markOpen(root, row);
  });
}

/** Move the focus to the next or previous row; from outside the list, to the open row or the first one. */
export function step(root: Document, by: 1 | -1): void {
  const rows = [...root.querySelectorAll<HTMLElement>("[data-wg-row]")];
  const here = rows.indexOf(root.activeElement as HTMLElement);
  const open = rows.findIndex((row) => row.getAttribute("aria-current") === "true");
  const next = here >= 0 ? here + by : Math.max(open, 0);
  rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
}

function markOpen(root: Document, row: HTMLElement): void {
  for (const other of root.querySelectorAll("[data-wg-row]")) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
}

function rowOf(event: Event): HTMLAnchorElement | null {
  return event.target instanceof HTMLAnchorElement && event.target.dataset.wgRow !== undefined ? event.target : null;
}

/** Put the page's own keys into the list that `?` shows. */
function listKeys(root: Document): void {
  const own = root.querySelector("[data-sc-page-keys]");
  const list = root.querySelector("dialog#shortcuts dl");
  if (own && list) list.append(...own.children);
}
