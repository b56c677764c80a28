import { expect, test } from "vitest";
import { clockText, momentOf } from "./moments";

test.each([
  ["2026-01-31T09:30", "America/New_York", "2026-01-31T14:30:00.000Z"],
  ["2026-07-01T00:15", "Asia/Kolkata", "2026-06-30T18:45:00.000Z"],
  ["2026-03-29T03:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
  ["2026-10-25T12:00", "Europe/Berlin", "2026-10-25T11:00:00.000Z"],
  ["2026-01-01T00:00", "UTC", "2026-01-01T00:00:00.000Z"],
])("%s on the clocks of %s is %s, and is shown again as it was", (text, zone, moment) => {
  expect(momentOf(text, zone)?.toISOString()).toBe(moment);
  expect(clockText(new Date(moment), zone)).toBe(text);
});

test("what is no moment is none", () => {
  expect(momentOf("soon", "UTC")).toBeNull();
});
