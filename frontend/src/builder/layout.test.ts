import { expect, test } from "vitest";
import type { Drawing, Element, Exit } from "./drawing";
import { type Lane, layOut } from "./layout";

const exit = (target: string, more: Partial<Exit> = {}): Exit => ({ when: "", target, go_to: false, ...more });

function element(name: string, exits: Exit[] = [], outcomes: [string, Exit][] = []): Element {
  const kind = outcomes.length ? "decision" : "stage";
  return {
    name, label: name, kind, kind_label: kind, icon: "collection", description: "", steps: [], done: "", facts: [], exits,
    outcomes: outcomes.map(([label, way]) => ({ ...way, label })),
  };
}

function drawing(...elements: Element[]): Drawing {
  const first = elements[0]?.name ?? "";
  return { label: "Quote", start: "", start_when: "", first, elements, problems: [] };
}

/** A lane in one line: "A D(yes: B joins | no: joins) C ends". */
function say(lane: Lane): string {
  const nodes = lane.nodes.map((node) => {
    const inside = node.branches.map((branch) => `${branch.fault ? "!" : ""}${branch.label}: ${say(branch.lane)}`);
    return inside.length ? `${node.element.name}(${inside.join(" | ")})` : node.element.name;
  });
  const { tail } = lane;
  const end = "target" in tail ? `${tail.kind} ${tail.target.name}` : "name" in tail ? `gone ${tail.name}` : tail.kind;
  return [...nodes, end].join(" ");
}

test("a straight definition is one lane", () => {
  expect(say(layOut(drawing(element("A", [exit("B")]), element("B"))).main)).toBe("A B ends");
});

test("outcomes that come together again go on below the decision", () => {
  const { main } = layOut(
    drawing(element("D", [], [["yes", exit("B")], ["no", exit("C")]]), element("B", [exit("C")]), element("C")),
  );

  expect(say(main)).toBe("D(yes: B joins | no: joins) C ends");
});

test("outcomes that never meet keep their own ends", () => {
  const { main } = layOut(drawing(element("D", [], [["yes", exit("B")], ["no", exit("")]]), element("B")));

  expect(say(main)).toBe("D(yes: B ends | no: ends) forks");
});

test("a jump back is a pill, and so is a plain way to something drawn before", () => {
  const jump = layOut(drawing(element("A", [exit("D")]), element("D", [], [["again", exit("A", { go_to: true })], ["ok", exit("")]])));
  const loop = layOut(drawing(element("A", [exit("B")]), element("B", [exit("A")])));

  expect(say(jump.main)).toBe("A D(again: go_to A | ok: ends) forks");
  expect(say(loop.main)).toBe("A B elsewhere A");
});

test("a jump whose target nothing else leads to is drawn in place", () => {
  expect(say(layOut(drawing(element("A", [exit("B", { go_to: true })]), element("B"))).main)).toBe("A B ends");
});

test("a fault path stands beside and leaves the ordinary way its elements", () => {
  const { main } = layOut(
    drawing(
      element("A", [exit("B"), exit("F", { when: "fails" })]),
      element("B", [exit("C")]),
      element("C"),
      element("F", [exit("C")]),
    ),
  );

  expect(say(main)).toBe("A(!fails: F elsewhere C) B C ends");
});

test("a nested decision ends at the outer join", () => {
  const { main } = layOut(
    drawing(
      element("D", [], [["yes", exit("E")], ["no", exit("Z")]]),
      element("E", [], [["left", exit("Z")], ["right", exit("F")]]),
      element("F", [exit("Z")]),
      element("Z"),
    ),
  );

  expect(say(main)).toBe("D(yes: E(left: joins | right: F joins) forks | no: joins) Z ends");
});

test("places are numbered along the path", () => {
  const { main } = layOut(drawing(element("A", [exit("D")]), element("D", [], [["yes", exit("B")], ["no", exit("")]]), element("B")));

  expect(main.nodes[1]?.branches[0]?.lane.nodes[0]?.number).toBe("2.1.1");
});

test("what nothing leads to is drawn apart, and a missing target is named", () => {
  const { main, lost } = layOut(drawing(element("A", [exit("Nowhere")]), element("X", [exit("Y")]), element("Y")));

  expect(say(main)).toBe("A gone Nowhere");
  expect(lost.map(say)).toEqual(["X Y ends"]);
});

test("300 stages and decisions are laid out in under 200 ms", () => {
  const elements: Element[] = [];
  for (let at = 0; at < 150; at++) {
    elements.push(element(`D${at}`, [], [["yes", exit(`S${at}`)], ["no", exit(`D${at + 1}`)]]));
    elements.push(element(`S${at}`, [exit(`D${at + 1}`)]));
  }
  elements.push(element("D150"));
  const tries = [1, 2, 3, 4, 5].map(() => {
    const before = process.cpuUsage();
    expect(layOut(drawing(...elements)).main.nodes.length).toBe(151);
    return process.cpuUsage(before).user / 1000; // not the clock's: other tests share the machine
  });

  expect(Math.min(...tries)).toBeLessThan(200);
});
