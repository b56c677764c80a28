import type { Drawing, Element, Exit } from "./drawing";

/** How a lane ends.
 *  ends: the run or path ends; forks: its last element forks and the branches go on; joins: goes on below the fork;
 *  go_to: a jump; elsewhere: the next element is drawn in another lane; gone: it does not exist. */
export type Tail =
  | { kind: "ends" | "forks" | "joins" }
  | { kind: "go_to" | "elsewhere"; target: Element }
  | { kind: "gone"; name: string };

/** A branch of a fork: an outcome of a decision, or the fault path of a stage. */
export interface Branch {
  label: string;
  when: string;
  fault: boolean;
  slot: string;
  lane: Lane;
}

/** number: its place, "3" or "3.2.1" (second branch of 3, first in it). */
export interface Node {
  number: string;
  element: Element;
  branches: Branch[];
}

export interface Lane {
  nodes: Node[];
  tail: Tail;
}

/** The whole drawing: the lane of the start, and a lane for each part that no path from the start reaches. */
export interface Layout {
  main: Lane;
  lost: Lane[];
}

type Names = ReadonlySet<string>;
const NONE: Names = new Set();
const to = (target: string): Exit => ({ when: "", target, go_to: false });

/** Lays a definition out as a tree. Every element is drawn once; a second way to it becomes a pill. */
export function layOut(drawing: Drawing): Layout {
  const world = new World(drawing);
  const main = world.lane(to(drawing.first), "", NONE, NONE);
  const lost: Lane[] = [];
  for (const element of drawing.elements) {
    if (!world.drawn.has(element.name)) lost.push(world.lane(to(element.name), "", NONE, NONE));
  }
  return { main, lost };
}

class World {
  readonly drawn = new Set<string>();
  private readonly byName: Map<string, Element>;
  private readonly led: Names; // names that some ordinary way leads to

  constructor(drawing: Drawing) {
    this.byName = new Map(drawing.elements.map((element) => [element.name, element]));
    this.led = new Set(drawing.elements.flatMap(plainWays).map((way) => way.target));
  }

  /** Draws from `first` on. joins: drawn below by a fork around; reserved: will be drawn by a lane beside. */
  lane(first: Exit, prefix: string, joins: Names, reserved: Names): Lane {
    const nodes: Node[] = [];
    let way = first;
    for (;;) {
      const element = this.byName.get(way.target);
      const tail = this.tailAt(way, element, joins, reserved);
      if (tail || !element) return { nodes, tail: tail ?? { kind: "ends" } };
      this.drawn.add(element.name);
      const number = prefix ? `${prefix}.${nodes.length + 1}` : String(nodes.length + 1);
      const node: Node = { number, element, branches: [] };
      nodes.push(node);
      const next = this.fork(node, joins, reserved);
      if (next === null) return { nodes, tail: { kind: element.outcomes.length ? "forks" : "ends" } };
      way = next;
    }
  }

  /** Lays out what branches off a node; gives the way on in its own lane, null where there is none. */
  private fork(node: Node, joins: Names, reserved: Names): Exit | null {
    const { element, number } = node;
    if (element.outcomes.length > 0) {
      const join = this.joinOf(element, joins, reserved);
      const inner = join ? new Set([...joins, join]) : joins;
      node.branches = element.outcomes.map((outcome, index) => {
        const lane = this.lane(outcome, `${number}.${index + 1}`, inner, reserved);
        return { label: outcome.label, when: outcome.when, fault: false, slot: outcome.slot ?? "", lane };
      });
      return join ? to(join) : null;
    }
    const next = element.exits.find((way) => way.when === "") ?? null;
    const beside = new Set([...reserved, ...(next && !next.go_to ? this.reach(next.target, joins, reserved) : [])]);
    node.branches = element.exits
      .filter((way) => way.when !== "")
      .map((way, index) => {
        const lane = this.lane(way, `${number}.${index + 1}`, joins, beside);
        return { label: way.when, when: "", fault: true, slot: way.slot ?? "", lane };
      });
    return next;
  }

  private tailAt(way: Exit, target: Element | undefined, joins: Names, reserved: Names): Tail | null {
    if (!way.target) return { kind: "ends" };
    if (!target) return { kind: "gone", name: way.target };
    if (way.go_to) return this.hasPlace(target.name) ? { kind: "go_to", target } : null;
    if (joins.has(target.name)) return { kind: "joins" };
    return this.drawn.has(target.name) || reserved.has(target.name) ? { kind: "elsewhere", target } : null;
  }

  /** Whether a jump's target is drawn by itself: already there, or reached by some ordinary way. */
  private hasPlace(name: string): boolean {
    return this.drawn.has(name) || this.led.has(name);
  }

  /** Where outcomes come together again: the nearest element that at least two of them reach. */
  private joinOf(element: Element, joins: Names, reserved: Names): string | null {
    const reached = element.outcomes.map((way) => (way.go_to ? NONE : this.reach(way.target, joins, reserved)));
    for (const [at, names] of reached.entries()) {
      const later = reached.slice(at + 1);
      for (const name of names) if (later.some((others) => others.has(name))) return name;
    }
    return null;
  }

  /** Names reached from `name` by ordinary ways, nearest first, without what has its place already. */
  private reach(name: string, joins: Names, reserved: Names): Names {
    const seen = new Set<string>();
    const queue = [name]; // grows while it is gone through
    for (const at of queue) {
      const element = this.byName.get(at);
      if (!element || seen.has(at) || joins.has(at) || reserved.has(at) || this.drawn.has(at)) continue;
      seen.add(at);
      queue.push(...plainWays(element).map((way) => way.target));
    }
    return seen;
  }
}

function plainWays(element: Element): Exit[] {
  return [...element.exits, ...element.outcomes].filter((way) => !way.go_to);
}
