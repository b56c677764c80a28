/** Every change of a definition is one of these commands; `apply` is the only place that carries them out. */
import { type Clip, renamed } from "./clipboard";
import {
  type Definition,
  elementNamed,
  elementsOf,
  outcomesOf,
  RESOURCE_GROUPS,
  type Resource,
  type ResourceGroup,
  stepNamed,
  type StepKind,
  stepsOf,
} from "./document";
import * as path from "./elements";
import { makeElement, makeOutcome, makeStep, type NewElement } from "./make";
import { without } from "./objects";
import { renameMentions } from "./references";
import * as parts from "./steps";
import { connect, connectorAt, type Way, waysOf } from "./ways";

/** A part that has fields of its own: the definition, its start, or what is called `name`. */
export type Part =
  | { readonly of: "definition" }
  | { readonly of: "start" }
  | { readonly of: "named"; readonly name: string };

export type Command =
  | { do: "insert"; at: readonly Way[]; kind: NewElement; label: string; outcome?: string }
  | { do: "remove"; names: readonly string[]; with: "nothing" | "branches" }
  | { do: "move"; name: string; at: readonly Way[] }
  | { do: "go_to"; at: Way; target: string }
  | { do: "cut"; at: Way }
  | { do: "add_step"; stage: string; index: number; kind: StepKind; label: string }
  | { do: "move_step"; name: string; stage: string; index: number }
  | { do: "add_outcome"; decision: string; label: string }
  | { do: "move_outcome"; name: string; index: number }
  | { do: "paste"; clip: Clip; at: PastePlace }
  | { do: "change"; part: Part; key: string; value: unknown }
  | { do: "rename"; from: string; to: string }
  | { do: "set_resources"; group: ResourceGroup; resources: readonly Resource[] }
  | { do: "replace"; definition: Definition };

/** Elements go to a connector (or where several come together), steps into a stage. */
export type PastePlace = { ways: readonly Way[] } | { stage: string; index: number };

/** select: names the change made, to be selected; undefined leaves the selection. */
export interface Done {
  readonly definition: Definition;
  readonly select?: readonly string[];
}

export function apply(definition: Definition, command: Command): Done {
  switch (command.do) {
    case "insert": {
      const element = makeElement(definition, command.kind, command.label, command.outcome);
      return { definition: path.insert(definition, command.at, element), select: [element.name] };
    }
    case "remove":
      return { definition: command.names.reduce((made, name) => remove(made, name, command.with), definition), select: [] };
    case "move":
      return { definition: path.move(definition, command.name, command.at) };
    case "go_to":
      return { definition: path.goTo(definition, command.at, command.target) };
    case "cut":
      return { definition: path.cut(definition, command.at) };
    case "paste":
      return paste(definition, command.clip, command.at);
    case "rename":
      return { definition: rename(definition, command.from, command.to), select: [command.to] };
    case "replace":
      return { definition: command.definition };
    default:
      return applyToParts(definition, command);
  }
}

type OfParts = Extract<
  Command,
  { do: "add_step" | "move_step" | "add_outcome" | "move_outcome" | "change" | "set_resources" }
>;

function applyToParts(definition: Definition, command: OfParts): Done {
  switch (command.do) {
    case "add_step": {
      const step = makeStep(definition, command.kind, command.label);
      return { definition: parts.addStep(definition, command.stage, command.index, step), select: [step.name] };
    }
    case "move_step":
      return { definition: parts.moveStep(definition, command.name, command.stage, command.index) };
    case "add_outcome": {
      const outcome = makeOutcome(definition, command.label);
      return { definition: parts.addOutcome(definition, command.decision, outcome), select: [outcome.name] };
    }
    case "move_outcome":
      return { definition: parts.moveOutcome(definition, command.name, command.index) };
    case "change":
      return { definition: change(definition, command.part, command.key, command.value) };
    case "set_resources":
      return { definition: withKey(definition, command.group, command.resources) };
  }
}

function remove(definition: Definition, name: string, how: "nothing" | "branches"): Definition {
  if (elementNamed(definition, name)) {
    return how === "branches" ? path.takeOutWithBranches(definition, name) : path.takeOut(definition, name);
  }
  return stepNamed(definition, name) ? parts.removeStep(definition, name) : parts.removeOutcome(definition, name);
}

/** What does not fit there is left out. */
function paste(definition: Definition, clip: Clip, at: PastePlace): Done {
  const own = renamed(clip, definition);
  if ("stage" in at) {
    const made = own.steps.reduce((done, step, i) => parts.addStep(done, at.stage, at.index + i, step), definition);
    return { definition: made, select: own.steps.map((step) => step.name) };
  }
  const made = [...own.elements].reverse().reduce((done, element) => path.insert(done, at.ways, element), definition);
  return { definition: made, select: own.elements.map((element) => element.name) };
}

function change(definition: Definition, part: Part, key: string, value: unknown): Definition {
  if (part.of === "definition") return withKey(definition, key, value);
  if (part.of === "start") return { ...definition, start: withKey(definition.start ?? {}, key, value) };
  return named(definition, part.name, (one) => withKey(one, key, value));
}

/** The definition with the element, step, outcome or resource of that name changed. */
function named(definition: Definition, name: string, make: <T extends object>(one: T) => T): Definition {
  const swap = <T extends { readonly name: string }>(one: T): T => (one.name === name ? make(one) : one);
  const elements = elementsOf(definition).map((element) => {
    const own = swap(element);
    if (own.type === "stage" && own.steps) return { ...own, steps: stepsOf(own).map(swap) };
    if (own.type === "decision" && own.outcomes) return { ...own, outcomes: outcomesOf(own).map(swap) };
    return own;
  });
  const groups = RESOURCE_GROUPS.filter((group) => definition[group]?.some((one) => one.name === name));
  const resources = Object.fromEntries(groups.map((group) => [group, (definition[group] ?? []).map(swap)]));
  return { ...definition, elements, ...resources };
}

/** "", null, false and undefined are what the server leaves out: so does the builder. */
function withKey<T extends object>(holder: T, key: string, value: unknown): T {
  const rest = without(holder, key);
  const required = key === "label" || key === "name";
  const isEmpty = value === undefined || value === null || value === "" || value === false;
  return isEmpty && !required ? rest : { ...rest, [key]: value };
}

function rename(definition: Definition, from: string, to: string): Definition {
  const mentioned = renameMentions(definition, from, to);
  const own = named(mentioned, from, (one) => ({ ...one, name: to }));
  return waysOf(own).reduce((made, way) => {
    const connector = connectorAt(made, way);
    return connector?.target === from ? connect(made, way, { ...connector, target: to }) : made;
  }, own);
}
