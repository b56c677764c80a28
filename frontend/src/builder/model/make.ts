/** New elements, steps and outcomes, with labels of their own and free names. */
import {
  type Decision,
  type Definition,
  type Element,
  type End,
  namesIn,
  type Outcome,
  type Stage,
  type Step,
  type StepKind,
} from "./document";
import { apiName, freeName } from "./names";

export type NewElement = "stage" | "decision" | "end";

/** outcome: label of the first outcome of a decision. */
export function makeElement(definition: Definition, kind: NewElement, label: string, outcome = label): Element {
  const name = freeName(apiName(label), namesIn(definition));
  if (kind === "stage") return { type: "stage", name, label } satisfies Stage;
  if (kind === "end") return { type: "end", name, label } satisfies End;
  const first = freeName(apiName(outcome), [...namesIn(definition), name]);
  return { type: "decision", name, label, outcomes: [{ name: first, label: outcome, conditions: {} }] } satisfies Decision;
}

export function makeStep(definition: Definition, kind: StepKind, label: string): Step {
  return { name: freeName(apiName(label), namesIn(definition)), label, kind };
}

export function makeOutcome(definition: Definition, label: string): Outcome {
  return { name: freeName(apiName(label), namesIn(definition)), label, conditions: {} };
}
