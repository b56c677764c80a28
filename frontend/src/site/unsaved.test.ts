import { beforeEach, expect, test } from "vitest";
import { startUnsaved } from "./unsaved";

const form = () => document.querySelector("form") as HTMLFormElement;
const leavingAsks = () => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
const type = (text: string) => ((document.querySelector("[name=note]") as HTMLInputElement).value = text);

startUnsaved(document);

beforeEach(() => {
  document.body.innerHTML = `<form data-sc-guard><input name="csrfmiddlewaretoken" value="a"><input name="note" value="old"></form>`;
  document.dispatchEvent(new Event("htmx:afterSettle"));
});

test("an untouched form lets people go", () => {
  expect(leavingAsks()).toBe(false);
});

test("something typed and not sent asks first", () => {
  type("new");

  expect(leavingAsks()).toBe(true);
});

test("typing it back to what it was is no change", () => {
  type("new");
  type("old");

  expect(leavingAsks()).toBe(false);
});

test("sending the form is not leaving it", () => {
  type("new");
  form().dispatchEvent(new SubmitEvent("submit", { bubbles: true }));

  expect(leavingAsks()).toBe(false);
});

test("a form that htmx took out of the page asks nothing", () => {
  type("new");
  form().remove();

  expect(leavingAsks()).toBe(false);
});
