/** The parts of a definition in reading order: what arrows walk through, what the outline lists. */
import type { Element, Outcome, Step } from "../drawing";
import type { Lane, Layout } from "../layout";

export interface Item {
  readonly name: string;
  readonly level: number;
  readonly number: string;
  readonly part:
    | { readonly is: "start" }
    | { readonly is: "element"; readonly element: Element }
    | { readonly is: "step"; readonly step: Step; readonly stage: string }
    | { readonly is: "outcome"; readonly outcome: Outcome; readonly decision: string };
}

export function orderOf(layout: Layout): Item[] {
  const lanes = [layout.main, ...layout.lost];
  return [{ name: "", level: 1, number: "", part: { is: "start" } }, ...lanes.flatMap((lane) => inLane(lane, 1))];
}

/** The name a branch is selected by: its outcome's, or "<decision>/default". */
export function nameOfBranch(decision: string, slot: string): string {
  return slot.startsWith("outcome:") ? slot.slice("outcome:".length) : `${decision}/${slot}`;
}

/** The decision of a default branch, "" for other names. */
export const decisionOfDefault = (name: string): string => (name.endsWith("/default") ? name.slice(0, -"/default".length) : "");

function inLane(lane: Lane, level: number): Item[] {
  return lane.nodes.flatMap(({ element, number, branches }): Item[] => {
    const own: Item = { name: element.name, level, number, part: { is: "element", element } };
    const steps = element.steps.map((step, i): Item => {
      return { name: step.name, level: level + 1, number: `${number}.${i + 1}`, part: { is: "step", step, stage: element.name } };
    });
    const inside = branches.flatMap((branch, i): Item[] => {
      const outcome = element.outcomes[i];
      const named = nameOfBranch(element.name, outcome?.slot ?? "");
      const head: Item[] =
        outcome && !branch.fault
          ? [{ name: named, level: level + 1, number: `${number}.${i + 1}`, part: { is: "outcome", outcome, decision: element.name } }]
          : [];
      return [...head, ...inLane(branch.lane, level + 2)];
    });
    return [own, ...steps, ...inside];
  });
}
