/** Keys of every page: `?` lists them, `g` and a letter goes to a place, `/` finds the page's search box.
 *  Pages add their own with `shortcut`. Nothing happens while somebody types. */
const SETTING = "sc-keys";
const WAIT = 1500; // ms between `g` and its letter

const own = new Map<string, () => void>();

export function shortcut(key: string, act: () => void): void {
  own.set(key, act);
}

export function startShortcuts(root: Document = document): void {
  let gPressedAt = -Infinity;
  root.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (switchedOff()) return;
    const afterG = event.timeStamp - gPressedAt < WAIT;
    gPressedAt = event.key === "g" && !afterG ? event.timeStamp : -Infinity;
    if (gPressedAt === event.timeStamp) return;
    if (afterG ? go(event.key, root) : act(event.key, root)) event.preventDefault();
  });
  for (const button of root.querySelectorAll("[data-sc-shortcuts]")) {
    button.addEventListener("click", () => openList(root));
  }
  const box = root.querySelector<HTMLInputElement>("[data-sc-keys-on]");
  if (box) box.checked = !switchedOff();
  box?.addEventListener("change", () => localStorage.setItem(SETTING, box.checked ? "on" : "off"));
}

/** Speech input presses single letters by accident: people can do without them (WCAG 2.1.4). Kept in this browser. */
function switchedOff(): boolean {
  return localStorage.getItem(SETTING) === "off";
}

function go(key: string, root: Document): boolean {
  const links = [...root.querySelectorAll<HTMLElement>("[data-sc-key]")];
  const link = key === "h" ? root.querySelector<HTMLElement>(".sc-brand") : links.find((one) => one.dataset.scKey === key);
  link?.click();
  return Boolean(link);
}

function act(key: string, root: Document): boolean {
  if (key === "?") return openList(root);
  if (key === "/") return focusSearch(root);
  const action = own.get(key);
  action?.();
  return action !== undefined;
}

function openList(root: Document): boolean {
  const list = root.querySelector<HTMLDialogElement>("dialog#shortcuts");
  if (list && !list.open) list.showModal();
  return list !== null;
}

function focusSearch(root: Document): boolean {
  const box = root.querySelector<HTMLInputElement>("[data-sc-search], main input[type=search]");
  box?.focus();
  box?.select();
  return box !== null;
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest("input, textarea, select, dialog[open], [role=textbox]") !== null;
}
