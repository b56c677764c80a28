import { beforeEach, describe, expect, it } from "vitest";
import { startWorklist, step } from "./worklist";

const row = (at: number) => rows()[at] as HTMLElement;
const rows = () => [...document.querySelectorAll<HTMLElement>("[data-wg-row]")];
const focused = () => rows().indexOf(document.activeElement as HTMLElement);

beforeEach(() => {
  document.body.innerHTML = `
    <dialog id="shortcuts"><dl></dl></dialog>
    <dl data-sc-page-keys><dt>j</dt><dd>next</dd></dl>
    <a data-wg-row="1" href="#1">1</a><a data-wg-row="2" href="#2">2</a><a data-wg-row="3" href="#3">3</a>
    <div id="pane"></div>`;
});

describe("moving through the list", () => {
  it("starts at the first row and stops at both ends", () => {
    step(document, 1);
    expect(focused()).toBe(0);
    step(document, 1);
    step(document, 1);
    step(document, 1);
    expect(focused()).toBe(2);
    for (let press = 0; press < 4; press++) step(document, -1);
    expect(focused()).toBe(0);
  });

  it("starts at the row that is open", () => {
    rows()[1]?.setAttribute("aria-current", "true");
    step(document, 1);
    expect(focused()).toBe(1);
  });
});

describe("opening a row", () => {
  const request = (row: HTMLElement, name: string, detail = {}) => {
    const event = new CustomEvent(name, { bubbles: true, cancelable: true, detail });
    row.dispatchEvent(event);
    return event;
  };

  it("marks the row whose item came, and only it", () => {
    startWorklist(document, () => true);
    for (const row of rows().slice(0, 2)) request(row, "htmx:afterRequest", { successful: true });
    expect(rows().map((row) => row.getAttribute("aria-current"))).toEqual([null, "true", null]);
  });

  it("leaves the list alone when the item could not be had", () => {
    startWorklist(document, () => true);
    request(row(0), "htmx:afterRequest", { successful: false });
    expect(rows()[0]?.getAttribute("aria-current")).toBeNull();
  });

  it("loads into the pane on a wide screen and opens the page on a narrow one", () => {
    let wide = true;
    startWorklist(document, () => wide);
    expect(request(row(0), "htmx:beforeRequest").defaultPrevented).toBe(false);
    wide = false;
    expect(request(row(0), "htmx:beforeRequest").defaultPrevented).toBe(true);
  });

  it("adds the page's keys to the list of shortcuts", () => {
    startWorklist(document, () => true);
    expect(document.querySelector("#shortcuts dl")?.textContent).toContain("next");
  });
});
