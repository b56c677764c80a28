/** The drawing of a definition while it is edited: its structure from the document, at once; its words from the
 *  server's last answer, which is older by a moment. */
import type { Drawing, Element as Drawn, Exit, Outcome as DrawnOutcome, Step as DrawnStep } from "../drawing";
import { t } from "../../shared/messages";
import { type Connector, type Definition, type Element, elementsOf, outcomesOf, type Step, stepsOf } from "./document";

const ICONS: Record<string, string> = {
  stage: "collection",
  decision: "signpost-split",
  end: "flag",
  unsupported: "exclamation-triangle",
  background: "gear",
  interactive: "person",
  approval: "check2-square",
  external: "globe",
};

export function drawingOf(definition: Definition, said: Drawing): Drawing {
  const before = new Map(said.elements.map((element) => [element.name, element]));
  return {
    ...said,
    label: definition.label,
    first: definition.start?.connector?.target ?? "",
    elements: elementsOf(definition).map((element) => drawnElement(element, before.get(element.name))),
  };
}

function drawnElement(element: Element, said: Drawn | undefined): Drawn {
  const steps = new Map(said?.steps.map((step) => [step.name, step]));
  return {
    name: element.name,
    label: element.label || said?.label || element.name,
    kind: element.type,
    kind_label: said?.kind_label ?? t(`builder.kind.${element.type}`),
    icon: ICONS[element.type] ?? "square",
    description: element.description ?? "",
    steps: stepsOf(element).map((step) => drawnStep(step, steps.get(step.name))),
    outcomes: element.type === "decision" ? drawnOutcomes(element, said) : [],
    exits: drawnExits(element),
    done: said?.done ?? "",
    facts: said?.facts ?? [],
  };
}

function drawnStep(step: Step, said: DrawnStep | undefined): DrawnStep {
  const nothing = { assignees: [], starts: "", done: "", record: "", inputs: [], notes: [] };
  return {
    ...(said ?? nothing),
    name: step.name,
    label: step.label,
    kind: step.kind,
    kind_label: said?.kind_label ?? t(`builder.kind.${step.kind}`),
    icon: ICONS[step.kind] ?? "square",
    description: step.description ?? "",
    calls: step.action ?? "",
  };
}

function drawnOutcomes(decision: Extract<Element, { type: "decision" }>, said: Drawn | undefined): DrawnOutcome[] {
  const words = new Map(said?.outcomes.map((outcome) => [outcome.slot ?? "", outcome.when]));
  const all = outcomesOf(decision).map((outcome) => {
    const slot = `outcome:${outcome.name}`;
    return { ...exitTo(outcome.connector, slot, words.get(slot)), label: outcome.label };
  });
  return [...all, { ...exitTo(decision.default, "default"), label: decision.default_label || t("builder.default_outcome") }];
}

function drawnExits(element: Element): Exit[] {
  if (element.type === "stage") {
    const faults = element.fault ? [exitTo(element.fault, "fault", t("builder.when_it_fails"))] : [];
    return [...(element.connector ? [exitTo(element.connector, "connector")] : []), ...faults];
  }
  if (element.type !== "unsupported") return [];
  const ways = Object.entries(element.connectors ?? {});
  return ways.map(([name, to]) => exitTo(to, `kept:${name}`, name === "connector" ? "" : name));
}

function exitTo(connector: Connector | null | undefined, slot: string, when = ""): Exit {
  return { when, target: connector?.target ?? "", go_to: connector?.go_to ?? false, slot };
}
