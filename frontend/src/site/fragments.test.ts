import { expect, test } from "vitest";
import { isFragment } from "./fragments";

const answer = (status: number, responseText: string, retarget: string | null = null) => ({
  status,
  responseText,
  getResponseHeader: (name: string) => (name === "HX-Retarget" ? retarget : null),
});

test("a form that came back with errors is shown", () => {
  expect(isFragment(answer(422, "<form></form>"))).toBe(true);
});

test("a refusal that says where it goes is shown", () => {
  expect(isFragment(answer(403, "<div>No</div>", "#toasts"))).toBe(true);
});

test("a whole error page is never put inside another page", () => {
  expect(isFragment(answer(422, "<!DOCTYPE html><html></html>"))).toBe(false);
  expect(isFragment(answer(404, "gone"))).toBe(false);
  expect(isFragment(answer(500, "<p>oops</p>", "#toasts"))).toBe(false);
});
