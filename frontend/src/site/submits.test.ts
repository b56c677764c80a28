import { beforeEach, expect, test, vi } from "vitest";
import { startSubmits } from "./submits";

const form = () => document.querySelector("form") as HTMLFormElement;
const submit = () => form().dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
const htmx = (name: string, verb = "post") =>
  form().dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true, detail: { requestConfig: { verb } } }));

startSubmits(document, 1000);

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = "<form method=post><button>Save</button></form>";
});

test("the second press of a plain form is stopped", () => {
  expect(submit()).toBe(true);
  expect(submit()).toBe(false);
});

test("a form whose page never went away can be sent again after a while", () => {
  submit();
  vi.advanceTimersByTime(1000);

  expect(submit()).toBe(true);
});

test("coming back with the back button frees the form", () => {
  submit();
  window.dispatchEvent(new Event("pageshow"));

  expect(form().getAttribute("aria-busy")).toBeNull();
  expect(submit()).toBe(true);
});

test("a form something else stopped is not busy", () => {
  form().addEventListener("submit", (event) => event.preventDefault(), { once: true });
  submit();

  expect(submit()).toBe(true);
});

test("an htmx form is free again as soon as it was answered, even with an error", () => {
  expect(htmx("htmx:beforeRequest")).toBe(true);
  expect(htmx("htmx:beforeRequest")).toBe(false);
  htmx("htmx:afterRequest");

  expect(htmx("htmx:beforeRequest")).toBe(true);
});

test("htmx reading something never waits", () => {
  expect(htmx("htmx:beforeRequest", "get")).toBe(true);
  expect(htmx("htmx:beforeRequest", "get")).toBe(true);
});
