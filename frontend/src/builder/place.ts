/** Where everything stands on the canvas, in pixels: a pure function, so nothing about places is ever stored. */
import type { Element } from "./drawing";
import type { Branch, Lane, Layout, Node, Tail } from "./layout";
import { type Definition, elementNamed } from "./model/document";
import { START_WAY, type Way, waysTo, connectorAt } from "./model/ways";

export const CARD = { width: 300, header: 56, step: 56, add: 34 };
const GAP = 60; // between a card and the next, a "+" in its middle
const LABEL = { width: 220, height: 46 };
const TAIL = { width: 220, height: 30 };
const START = { width: 300, height: 64 };
const BESIDE = 48; // between branches

interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export type Placed =
  | (Box & { kind: "start" })
  | (Box & { kind: "card"; node: Node })
  | (Box & { kind: "label"; branch: Branch; from: string })
  | (Box & { kind: "tail"; tail: Tail; ways: readonly Way[] });

/** A connector, as corners of a line from top to bottom. */
export interface Line {
  readonly id: string;
  readonly points: readonly (readonly [number, number])[];
  readonly fault: boolean;
}

/** A "+": ways that meet there; `end` where nothing comes after it. */
export interface Plus {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly ways: readonly Way[];
  readonly end: boolean;
}

export interface Placement {
  readonly boxes: Placed[];
  readonly lines: Line[];
  readonly pluses: Plus[];
}

interface Extent {
  left: number;
  right: number;
  height: number;
}

export function heightOf(element: Element): number {
  return CARD.header + (element.kind === "stage" ? element.steps.length * CARD.step + CARD.add : 0);
}

export function place(layout: Layout, definition: Definition): Placement {
  const placing = new Placing(definition);
  placing.boxes.push({ kind: "start", id: "", x: -START.width / 2, y: 0, ...START });
  const { height } = placing.lane(layout.main, 0, START.height, [START_WAY], "", false);
  let top = START.height + height + GAP * 2;
  for (const lost of layout.lost) {
    const first = lost.nodes[0]?.element.name ?? "";
    top += placing.lane(lost, 0, top, [], `lost ${first}`, false).height + GAP;
  }
  return { boxes: placing.boxes, lines: placing.lines, pluses: placing.pluses };
}

class Placing {
  readonly boxes: Placed[] = [];
  readonly lines: Line[] = [];
  readonly pluses: Plus[] = [];
  private readonly known = new Map<Lane, Extent>();

  constructor(private readonly definition: Definition) {}

  /** Places a lane under (axis, top); ways: what leads into it. Returns its extent and where the last line starts. */
  lane(lane: Lane, axis: number, top: number, ways: readonly Way[], from: string, fault: boolean): Extent & { last: number } {
    let y = top;
    let into = ways;
    let fromBox = from;
    for (const node of lane.nodes) {
      if (into.length) this.connect(fromBox, node.element.name, axis, y, y + GAP, into, fault);
      y += GAP;
      y = this.node(node, axis, y);
      into = this.waysOn(node);
      fromBox = node.element.name;
    }
    const forks = lane.tail.kind === "forks";
    const isEnd = lane.nodes.at(-1)?.element.kind === "end";
    if (!forks && !isEnd) y = this.tail(lane.tail, axis, y, into, fromBox, fault);
    return { ...this.measure(lane), last: y };
  }

  private tail(tail: Tail, axis: number, top: number, ways: readonly Way[], from: string, fault: boolean): number {
    const id = `tail ${from} ${ways.map((way) => way.slot).join(",")}`;
    const y = top + GAP;
    if (tail.kind === "joins") {
      this.connect(from, id, axis, top, y, ways, fault);
      return y;
    }
    this.connect(from, id, axis, top, y, ways, fault, tail.kind === "ends");
    this.boxes.push({ kind: "tail", id, x: axis - TAIL.width / 2, y, ...TAIL, tail, ways });
    return y + TAIL.height;
  }

  /** Places a card and its branches; returns the y below all of it. */
  private node(node: Node, axis: number, top: number): number {
    const { element } = node;
    const height = heightOf(element);
    this.boxes.push({ kind: "card", id: element.name, x: axis - CARD.width / 2, y: top, width: CARD.width, height, node });
    const faults = node.branches.filter((branch) => branch.fault);
    let bottom = top + height;
    let right = axis + CARD.width / 2 + BESIDE;
    for (const branch of faults) {
      const extent = this.branchExtent(branch);
      const at = right + extent.left;
      const side = top + CARD.header / 2;
      this.lines.push({ id: `${element.name} ${branch.slot} side`, fault: true, points: [[axis + CARD.width / 2, side], [at, side], [at, side + 20]] });
      bottom = Math.max(bottom, this.branch(branch, element.name, at, side + 20));
      right = at + extent.right + BESIDE;
    }
    const outcomes = node.branches.filter((branch) => !branch.fault);
    return outcomes.length ? this.fork(node, outcomes, axis, top + height) : bottom;
  }

  private fork(node: Node, branches: Branch[], axis: number, top: number): number {
    const extents = branches.map((branch) => this.branchExtent(branch));
    const axes = axesOf(extents, axis);
    const bar = top + 24;
    const lasts = branches.map((branch, i) => {
      const at = axes[i] ?? axis;
      const id = `${node.element.name} ${branch.slot} out`;
      this.lines.push({ id, fault: false, points: [[axis, top], [axis, bar], [at, bar], [at, bar + 20]] });
      return this.branch(branch, node.element.name, at, bar + 20);
    });
    const bottom = Math.max(...lasts) + 24;
    branches.forEach((branch, i) => {
      if (!joins(branch.lane)) return;
      const at = axes[i] ?? axis;
      const id = `${node.element.name} ${branch.slot} in`;
      this.lines.push({ id, fault: false, points: [[at, lasts[i] ?? bottom], [at, bottom], [axis, bottom]] });
    });
    return bottom;
  }

  private branch(branch: Branch, from: string, axis: number, top: number): number {
    const id = `label ${from} ${branch.slot}`;
    this.boxes.push({ kind: "label", id, x: axis - LABEL.width / 2, y: top, ...LABEL, branch, from });
    const ways = [{ from, slot: branch.slot }];
    return this.lane(branch.lane, axis, top + LABEL.height, ways, id, branch.fault).last;
  }

  private connect(from: string, to: string, axis: number, top: number, bottom: number, ways: readonly Way[], fault: boolean, end = false) {
    const id = `${from} > ${to}`;
    this.lines.push({ id, fault, points: [[axis, top], [axis, bottom]] });
    if (ways.length) this.pluses.push({ id: `+ ${id}`, x: axis, y: (top + bottom) / 2, ways, end });
  }

  /** The ways that lead on below a card: its own, or those of its branches that come together. */
  private waysOn(node: Node): readonly Way[] {
    const { element } = node;
    if (element.outcomes.length === 0) {
      const slot = element.kind === "unsupported" ? "kept:connector" : "connector";
      return [{ from: element.name, slot }];
    }
    const inside = new Set([element.name, ...namesIn(node)]);
    const next = this.joinOf(node, inside);
    return next ? waysTo(this.definition, next).filter((way) => inside.has(way.from) && !this.jumps(way)) : [];
  }

  private joinOf(node: Node, inside: ReadonlySet<string>): string | undefined {
    for (const branch of node.branches) {
      const end = lastWays(branch.lane, { from: node.element.name, slot: branch.slot });
      for (const way of end) {
        const target = connectorAt(this.definition, way)?.target;
        if (target && !inside.has(target) && elementNamed(this.definition, target)) return target;
      }
    }
    return undefined;
  }

  private jumps(way: Way): boolean {
    return connectorAt(this.definition, way)?.go_to === true;
  }

  private measure(lane: Lane): Extent {
    const kept = this.known.get(lane);
    if (kept) return kept;
    const nodes = lane.nodes.map((node) => this.nodeExtent(node));
    const least = LABEL.width / 2;
    const tail = lane.tail.kind === "forks" ? 0 : GAP + TAIL.height;
    const extent = {
      left: Math.max(least, ...nodes.map((one) => one.left)),
      right: Math.max(least, ...nodes.map((one) => one.right)),
      height: nodes.reduce((sum, one) => sum + GAP + one.height, tail),
    };
    this.known.set(lane, extent);
    return extent;
  }

  private nodeExtent(node: Node): Extent {
    const half = CARD.width / 2;
    const height = heightOf(node.element);
    const extents = node.branches.map((branch) => this.branchExtent(branch));
    if (extents.length === 0) return { left: half, right: half, height };
    if (node.branches.some((branch) => branch.fault)) {
      const width = extents.reduce((sum, one) => sum + BESIDE + one.left + one.right, 0);
      return { left: half, right: half + width, height: Math.max(height, ...extents.map((one) => one.height + 48)) };
    }
    const axes = axesOf(extents, 0);
    const [first, last] = [extents[0], extents.at(-1)];
    const left = Math.max(half, (first?.left ?? 0) - (axes[0] ?? 0));
    const right = Math.max(half, (axes.at(-1) ?? 0) + (last?.right ?? 0));
    return { left, right, height: height + 68 + Math.max(...extents.map((one) => one.height)) };
  }

  private branchExtent(branch: Branch): Extent {
    const lane = this.measure(branch.lane);
    return { ...lane, height: lane.height + LABEL.height };
  }
}

/** Axes of branches beside each other, the first and the last equally far from `axis`. */
function axesOf(extents: readonly Extent[], axis: number): number[] {
  const axes: number[] = [];
  let edge = 0;
  for (const extent of extents) {
    axes.push(edge + extent.left);
    edge += extent.left + extent.right + BESIDE;
  }
  const middle = ((axes[0] ?? 0) + (axes.at(-1) ?? 0)) / 2;
  return axes.map((one) => one - middle + axis);
}

function joins(lane: Lane): boolean {
  if (lane.tail.kind === "joins") return true;
  const last = lane.nodes.at(-1);
  return lane.tail.kind === "forks" && last !== undefined && last.branches.some((branch) => joins(branch.lane));
}

function lastWays(lane: Lane, entry: Way): Way[] {
  if (!joins(lane)) return [];
  const last = lane.nodes.at(-1);
  if (!last) return [entry];
  if (lane.tail.kind !== "forks") return [{ from: last.element.name, slot: "connector" }, { from: last.element.name, slot: "kept:connector" }];
  return last.branches.flatMap((branch) => lastWays(branch.lane, { from: last.element.name, slot: branch.slot }));
}

function namesIn(node: Node): string[] {
  return node.branches.flatMap((branch) => branch.lane.nodes.flatMap((inner) => [inner.element.name, ...namesIn(inner)]));
}
