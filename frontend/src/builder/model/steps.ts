/** Edits of the steps of stages, and of the outcomes of decisions. */
import {
  type Decision,
  type Definition,
  type Element,
  elementsOf,
  type Outcome,
  outcomesOf,
  type Step,
  stepNamed,
  stepsOf,
} from "./document";
import { without } from "./objects";

export function withElement(definition: Definition, name: string, change: (element: Element) => Element): Definition {
  return { ...definition, elements: elementsOf(definition).map((one) => (one.name === name ? change(one) : one)) };
}

export function addStep(definition: Definition, stage: string, index: number, step: Step): Definition {
  return withSteps(definition, stage, (steps) => placed(steps, step, index));
}

export function removeStep(definition: Definition, name: string): Definition {
  const found = stepNamed(definition, name);
  if (!found) return definition;
  return withSteps(definition, found.stage.name, (steps) => steps.filter((one) => one.name !== name));
}

/** index: where it stands among the others, once it is taken out of its place. */
export function moveStep(definition: Definition, name: string, stage: string, index: number): Definition {
  const found = stepNamed(definition, name);
  return found ? addStep(removeStep(definition, name), stage, index, found.step) : definition;
}

function withSteps(definition: Definition, stage: string, change: (steps: readonly Step[]) => Step[]): Definition {
  return withElement(definition, stage, (element) => {
    if (element.type !== "stage") return element;
    const steps = change(stepsOf(element));
    return steps.length ? { ...element, steps } : without(element, "steps");
  });
}

export function addOutcome(definition: Definition, decision: string, outcome: Outcome): Definition {
  return withOutcomes(definition, decision, (outcomes) => [...outcomes, outcome]);
}

export function removeOutcome(definition: Definition, name: string): Definition {
  const decision = decisionOf(definition, name);
  if (!decision) return definition;
  return withOutcomes(definition, decision.name, (outcomes) => outcomes.filter((one) => one.name !== name));
}

export function moveOutcome(definition: Definition, name: string, index: number): Definition {
  const decision = decisionOf(definition, name);
  const outcome = decision && outcomesOf(decision).find((one) => one.name === name);
  if (!decision || !outcome) return definition;
  return withOutcomes(definition, decision.name, (outcomes) =>
    placed(
      outcomes.filter((one) => one.name !== name),
      outcome,
      index,
    ),
  );
}

export function decisionOf(definition: Definition, outcome: string): Decision | undefined {
  return elementsOf(definition).find(
    (one): one is Decision => one.type === "decision" && outcomesOf(one).some((each) => each.name === outcome),
  );
}

function withOutcomes(
  definition: Definition,
  decision: string,
  change: (outcomes: readonly Outcome[]) => Outcome[],
): Definition {
  return withElement(definition, decision, (element) =>
    element.type === "decision" ? { ...element, outcomes: change(outcomesOf(element)) } : element,
  );
}

function placed<T>(list: readonly T[], one: T, index: number): T[] {
  const at = Math.max(0, Math.min(index, list.length));
  return [...list.slice(0, at), one, ...list.slice(at)];
}
