import { beforeEach, expect, test, vi } from "vitest";
import { shortcut, startShortcuts } from "./shortcuts";

const clicked = vi.fn((event: Event) => event.preventDefault());
startShortcuts(document);

beforeEach(() => {
  clicked.mockClear();
  document.body.innerHTML = `
    <a class="sc-brand" href="/">Stagecraft</a><a data-sc-key="i" href="/work-items/">Work</a>
    <main><input type="search" value="acme"><input id="name"></main>`;
  for (const link of document.querySelectorAll("a")) link.addEventListener("click", clicked);
});

function press(key: string, target: Element = document.body, more: KeyboardEventInit = {}): boolean {
  return !target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

test("g and a letter goes to a place", () => {
  press("g");
  press("i");

  expect((clicked.mock.calls[0]?.[0] as Event).target).toBe(document.querySelector("[data-sc-key='i']"));
});

test("a letter without g does nothing", () => {
  expect(press("i")).toBe(false);
  expect(clicked).not.toHaveBeenCalled();
});

test("keys typed into a field, or with Control, are not ours", () => {
  const name = document.querySelector("#name") as Element;
  press("g", name);
  press("i", name);
  press("g", document.body, { ctrlKey: true });
  press("i");

  expect(clicked).not.toHaveBeenCalled();
});

test("a slash goes to the search box", () => {
  expect(press("/")).toBe(true);
  expect(document.activeElement).toBe(document.querySelector("input[type=search]"));
});

test("a page's own key is called", () => {
  const act = vi.fn();
  shortcut("r", act);
  press("r");

  expect(act).toHaveBeenCalledOnce();
});

test("single keys can be switched off, and on again", () => {
  document.body.insertAdjacentHTML("beforeend", '<input type="checkbox" data-sc-keys-on checked>');
  startShortcuts(document);
  const box = document.querySelector("[data-sc-keys-on]") as HTMLInputElement;
  expect(box.checked).toBe(true);
  box.click();
  press("g");
  press("i");
  expect(clicked).not.toHaveBeenCalled();

  box.click();
  press("g");
  press("i");
  expect(clicked).toHaveBeenCalled();
});
