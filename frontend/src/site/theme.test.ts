import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { shownTheme, startTheme } from "./theme";

const html = document.documentElement;
const button = (choice: string) => document.querySelector(`[data-sc-theme-choice="${choice}"]`) as HTMLButtonElement;

beforeEach(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: true, addEventListener: () => undefined }));
  html.dataset.bsTheme = "light";
  html.dataset.scTheme = "auto";
  document.body.innerHTML = `<div><button data-sc-theme-choice=""></button><button data-sc-theme-choice="light"></button>
    <button data-sc-theme-choice="dark"></button></div>`;
});

afterEach(() => vi.unstubAllGlobals());

test("the system decides until somebody chooses", () => {
  expect(shownTheme("", true)).toBe("dark");
  expect(shownTheme("", false)).toBe("light");
  expect(shownTheme("light", true)).toBe("light");
});

test("choosing shows it at once, marks the button and keeps it", () => {
  startTheme(document);
  expect(html.dataset.bsTheme).toBe("dark");

  button("light").click();

  expect(html.dataset.bsTheme).toBe("light");
  expect(button("light").getAttribute("aria-pressed")).toBe("true");
  expect(button("").getAttribute("aria-pressed")).toBe("false");
  expect(document.cookie).toContain("theme=light");
});
