import { afterEach, expect, test } from "vitest";
import { count, t } from "./messages";

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
