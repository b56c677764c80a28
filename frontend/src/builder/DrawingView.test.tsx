import { act } from "react";
import { createRoot } from "react-dom/client";
import { beforeEach, expect, test } from "vitest";
import { type Drawing, readDrawing } from "./drawing";
import { DrawingView } from "./DrawingView";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const DRAWING: Drawing = {
  label: "Quote approval",
  start: "Starts by a button",
  start_when: "",
  first: "Review",
  elements: [
    {
      name: "Review", label: "Review", kind: "stage", kind_label: "Stage", icon: "collection", description: "", facts: [],
      done: "Complete when all of its steps are completed", outcomes: [],
      exits: [{ when: "", target: "Good", go_to: false }],
      steps: [
        {
          name: "Ask", label: "Ask the manager", kind: "approval", kind_label: "Approval step", icon: "check2-square", description: "",
          calls: "Approve", assignees: ["group Manager"], starts: "Starts when the stage starts", done: "", record: "",
          inputs: [["level", "1"]], notes: [],
        },
      ],
    },
    {
      name: "Good", label: "Good?", kind: "decision", kind_label: "Decision", icon: "signpost-split", description: "", steps: [], facts: [],
      done: "", exits: [],
      outcomes: [
        { label: "No", when: "Approved is false", target: "Review", go_to: true },
        { label: "Yes", when: "", target: "", go_to: false },
      ],
    },
  ],
  problems: [{ severity: "error", path: "elements/Review/steps/Ask/assignees/0", message: "There is no group Manager." }],
};

let place: HTMLElement;

beforeEach(() => {
  document.body.innerHTML = '<div id="place"></div>';
  place = document.getElementById("place") as HTMLElement;
  act(() => createRoot(place).render(<DrawingView drawing={DRAWING} />));
});

test("stages show their steps with kind, assignee and problems", () => {
  const step = place.querySelector(".scb-step");

  expect(step?.textContent).toContain("Approval step: Ask the manager");
  expect(step?.textContent).toContain("group Manager");
  expect(step?.querySelector(".sc-pill-bad")?.getAttribute("title")).toBe("There is no group Manager.");
  expect(place.querySelector(".scb-card > header .sc-pill")).toBeNull();
});

test("an outcome that jumps back is a link to the element it goes to", () => {
  const link = place.querySelector<HTMLAnchorElement>(".scb-branch a");

  expect(link?.textContent.trim()).toBe("Go to Review");
  expect(place.querySelector(link?.hash ?? "")?.textContent).toContain("Review");
});

test("one button opens all details", () => {
  expect(place.querySelectorAll("details[open]").length).toBe(0);
  act(() => place.querySelector<HTMLButtonElement>("button")?.click());

  expect(place.querySelectorAll("details[open]").length).toBe(2);
  expect(place.textContent).toContain("level = 1");
});

test("a missing or damaged document is noticed", () => {
  const script = document.createElement("script");
  script.textContent = '{"drawing": {"elements": 3}}';

  expect(readDrawing(null)).toBeNull();
  expect(readDrawing(script)).toBeNull();
});
