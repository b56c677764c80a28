import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Refused } from "../api";
import { type Asked, Latest } from "./latest";

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

function server() {
  const open: { question: string; answer: (text: string) => void; fail: (error: Error) => void }[] = [];
  const told: Asked<string>[] = [];
  const ask = (question: string) => new Promise<string>((answer, fail) => open.push({ question, answer, fail }));
  return { open, told, latest: new Latest(ask, (one: Asked<string>) => told.push(one), 100) };
}

test("typing on asks once, for what stands there in the end", async () => {
  const { open, latest } = server();
  latest.put("a");
  latest.put("ab");
  await vi.advanceTimersByTimeAsync(100);

  expect(open.map((one) => one.question)).toEqual(["ab"]);
});

test("an answer that comes late is not shown over a newer one", async () => {
  const { open, told, latest } = server();
  latest.put("old");
  await vi.advanceTimersByTimeAsync(100);
  latest.put("new");
  await vi.advanceTimersByTimeAsync(100);
  open[1]?.answer("NEW");
  await vi.advanceTimersByTimeAsync(0);
  open[0]?.answer("OLD");
  await vi.advanceTimersByTimeAsync(0);

  expect(told.at(-1)).toEqual({ state: "done", answer: "NEW" });
});

test("without a connection it says so, keeps the last answer and tries again", async () => {
  const { open, told, latest } = server();
  latest.put("a");
  await vi.advanceTimersByTimeAsync(100);
  open[0]?.answer("A");
  await vi.advanceTimersByTimeAsync(0);
  latest.put("b");
  await vi.advanceTimersByTimeAsync(100);
  open[1]?.fail(new TypeError("Failed to fetch"));
  await vi.advanceTimersByTimeAsync(0);
  expect(told.at(-1)).toEqual({ state: "offline", answer: "A" });

  await vi.advanceTimersByTimeAsync(5000);
  open[2]?.answer("B");
  await vi.advanceTimersByTimeAsync(0);
  expect(told.at(-1)).toEqual({ state: "done", answer: "B" });
});

test("a refusal is told in its words and not tried again", async () => {
  const { open, told, latest } = server();
  latest.put("a");
  await vi.advanceTimersByTimeAsync(100);
  open[0]?.fail(new Refused("No.", 422, {}));
  await vi.advanceTimersByTimeAsync(60_000);

  expect(told.at(-1)).toEqual({ state: "failed", message: "No." });
  expect(open).toHaveLength(1);
});

test("what was taken back is answered by nothing", async () => {
  const { open, told, latest } = server();
  latest.put("a");
  await vi.advanceTimersByTimeAsync(100);
  latest.clear();
  open[0]?.answer("A");
  await vi.advanceTimersByTimeAsync(0);

  expect(told.at(-1)).toEqual({ state: "idle" });
});
