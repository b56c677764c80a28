/** What is copied: readable JSON with a schema tag, so that it pastes in other tabs and on other servers. */
import { type Definition, type Element, elementNamed, namesIn, outcomesOf, type Step, stepNamed, stepsOf } from "./document";
import { freeName } from "./names";
import { without } from "./objects";
import { renameMentions } from "./references";

const SCHEMA = "stagecraft/clip/1";

/** elements without their ways on; steps. Either list may be empty. */
export interface Clip {
  readonly schema: typeof SCHEMA;
  readonly elements: readonly Element[];
  readonly steps: readonly Step[];
}

export function copy(definition: Definition, names: Iterable<string>): Clip {
  const elements: Element[] = [];
  const steps: Step[] = [];
  for (const name of names) {
    const element = elementNamed(definition, name);
    if (element) elements.push(unconnected(element));
    const step = element ? undefined : stepNamed(definition, name)?.step;
    if (step) steps.push(step);
  }
  return { schema: SCHEMA, elements, steps };
}

/** The clip in a text; null where it holds none. */
export function readClip(text: string): Clip | null {
  try {
    const clip = JSON.parse(text) as Partial<Clip> | null;
    return clip?.schema === SCHEMA && isNamed(clip.elements) && isNamed(clip.steps) ? (clip as Clip) : null;
  } catch {
    return null;
  }
}

function isNamed(list: unknown): boolean {
  return Array.isArray(list) && list.every((one: { name?: unknown } | null) => typeof one?.name === "string");
}

/** The clip with names that are free in a definition; what its parts say of each other follows. */
export function renamed(clip: Clip, definition: Definition): Clip {
  const taken = namesIn(definition);
  const own = [...clip.elements.flatMap((one) => [one.name, ...inner(one)]), ...clip.steps.map((step) => step.name)];
  return own.reduce((made, name) => {
    const free = freeName(name, taken);
    taken.push(free);
    return free === name ? made : rename(made, name, free);
  }, clip);
}

function inner(element: Element): string[] {
  return [...stepsOf(element), ...outcomesOf(element)].map((one) => one.name);
}

function rename(clip: Clip, from: string, to: string): Clip {
  const holder = { api_name: "", label: "", kind: "", elements: clip.elements, steps: clip.steps };
  const made = renameMentions(holder, from, to) as unknown as Clip;
  const called = <T extends { name: string }>(one: T): T => (one.name === from ? { ...one, name: to } : one);
  const elements = made.elements.map((one): Element => {
    if (one.type === "stage" && one.steps) return called({ ...one, steps: one.steps.map(called) });
    if (one.type === "decision" && one.outcomes) return called({ ...one, outcomes: one.outcomes.map(called) });
    return called(one);
  });
  return { schema: SCHEMA, elements, steps: made.steps.map(called) };
}

function unconnected(element: Element): Element {
  const bare = without(element, "connector", "fault", "default", "connectors");
  if (bare.type !== "decision") return bare;
  return { ...bare, outcomes: outcomesOf(bare).map((outcome) => without(outcome, "connector")) };
}
