import { afterEach, expect, test } from "vitest";
import { count, t } from "./messages";
import { de } from "./messages/de";
import { en, type Key } from "./messages/en";

afterEach(() => (document.documentElement.lang = ""));

test("arguments fill their places and a missing one stays visible", () => {
  expect(t("builder.go_to", { label: "Legal review" })).toBe("Go to Legal review");
  expect(t("builder.go_to")).toBe("Go to {label}");
});

test("counted words follow the language's plural rules", () => {
  expect(count("builder.count", 1)).toBe("1 element");
  expect(count("builder.count", 1200)).toBe("1,200 elements");
});

test("a language without a catalogue speaks English", () => {
  document.documentElement.lang = "tlh";

  expect(t("builder.start")).toBe("Start");
});

test("every language says everything English says, with the same places to fill", () => {
  const places = (words: string) => (words.match(/\{\w+\}/g) ?? []).sort();
  for (const [key, words] of Object.entries(en)) expect([key, places(de[key as Key] ?? "{missing}")]).toEqual([key, places(words)]);
});

test("German is spoken where the page is German, also of Austria", () => {
  document.documentElement.lang = "de-AT";

  expect(t("builder.go_to", { label: "Prüfung" })).toBe("Weiter zu Prüfung");
  expect(count("builder.count", 12)).toBe("12 Elemente");
});
