import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, test } from "vitest";
import { Island } from "./Island";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

test("the drawing and the outline are never shown both, and the choice is kept", () => {
  document.body.innerHTML = '<div id="place"></div><section id="outline"></section>';
  const place = document.getElementById("place") as HTMLElement;
  const outline = document.getElementById("outline") as HTMLElement;
  const drawing = { label: "", start: "", start_when: "", first: "", elements: [], problems: [] };
  act(() => createRoot(place).render(<Island drawing={drawing} outline={outline} />));
  expect(outline.hidden).toBe(true);
  expect(place.querySelector(".scb-canvas")).not.toBeNull();

  const toOutline = [...place.querySelectorAll("button")].find((button) => button.textContent === "Outline");
  act(() => toOutline?.click());

  expect(outline.hidden).toBe(false);
  expect(place.querySelector(".scb-canvas")).toBeNull();
  expect(toOutline?.getAttribute("aria-pressed")).toBe("true");
  expect(document.cookie).toContain("builder_view=outline");
});
