/** Ways on: the places of connectors. Everything that leads somewhere is read and written here. */
import { type Connector, type Definition, type Element, elementsOf, outcomesOf } from "./document";
import { without } from "./objects";

/** from: name of an element, "" for the start. slot: "connector", "fault", "default", an outcome's "outcome:<name>",
 *  or a connector's name of an element that is only kept ("kept:<name>"). */
export interface Way {
  readonly from: string;
  readonly slot: string;
}

export const START_WAY: Way = { from: "", slot: "connector" };
export const keyOf = (way: Way): string => `${way.from}/${way.slot}`;
export const outcomeWay = (from: string, outcome: string): Way => ({ from, slot: `outcome:${outcome}` });

/** The slots of an element in the order they are drawn. */
export function slotsOf(element: Element): string[] {
  switch (element.type) {
    case "stage":
      return ["connector", "fault"];
    case "decision":
      return [...outcomesOf(element).map((outcome) => `outcome:${outcome.name}`), "default"];
    case "end":
      return [];
    case "unsupported":
      return Object.keys(element.connectors ?? {}).map((name) => `kept:${name}`);
  }
}

export function waysOf(definition: Definition): Way[] {
  return [START_WAY, ...elementsOf(definition).flatMap((one) => slotsOf(one).map((slot) => ({ from: one.name, slot })))];
}

export function connectorAt(definition: Definition, way: Way): Connector | null {
  if (way.from === "") return definition.start?.connector ?? null;
  const element = elementsOf(definition).find((one) => one.name === way.from);
  return (element && read(element, way.slot)) ?? null;
}

function read(element: Element, slot: string): Connector | null | undefined {
  const [kind, name] = slot.split(":", 2);
  if (element.type === "stage") return slot === "fault" ? element.fault : element.connector;
  if (element.type === "decision") {
    if (kind === "outcome") return outcomesOf(element).find((outcome) => outcome.name === name)?.connector;
    return element.default;
  }
  return element.type === "unsupported" ? element.connectors?.[name ?? ""] : null;
}

/** The definition with another connector there; null takes it away. */
export function connect(definition: Definition, way: Way, connector: Connector | null): Definition {
  if (way.from === "") {
    return { ...definition, start: withSlot(definition.start ?? {}, "connector", connector) };
  }
  const elements = elementsOf(definition).map((one) => (one.name === way.from ? write(one, way.slot, connector) : one));
  return { ...definition, elements };
}

function write(element: Element, slot: string, connector: Connector | null): Element {
  const [kind, name = ""] = slot.split(":", 2);
  if (element.type === "stage") return withSlot(element, slot === "fault" ? "fault" : "connector", connector);
  if (element.type === "decision") {
    if (kind !== "outcome") return withSlot(element, "default", connector);
    const outcomes = outcomesOf(element).map((one) => (one.name === name ? withSlot(one, "connector", connector) : one));
    return { ...element, outcomes };
  }
  if (element.type !== "unsupported") return element;
  return { ...element, connectors: withSlot(element.connectors ?? {}, name, connector) };
}

/** What is empty is left out, as the server leaves it out. */
function withSlot<T extends object>(holder: T, slot: string, connector: Connector | null): T {
  const rest = without(holder, slot);
  return connector ? { ...rest, [slot]: connector } : rest;
}

/** Ways that lead to an element, jumps too. */
export function waysTo(definition: Definition, name: string): Way[] {
  return waysOf(definition).filter((way) => connectorAt(definition, way)?.target === name);
}

/** Where it goes on after an element by its ordinary way: after a decision where most outcomes come together, else
 *  by its default. */
export function nextOf(element: Element): Connector | null {
  if (element.type === "stage") return element.connector ?? null;
  if (element.type === "unsupported") return element.connectors?.connector ?? null;
  if (element.type === "end") return null;
  const ways = [...outcomesOf(element).map((outcome) => outcome.connector), element.default];
  const counted = new Map<string, number>();
  for (const way of ways) if (way && !way.go_to) counted.set(way.target, (counted.get(way.target) ?? 0) + 1);
  const [most] = [...counted].sort((one, other) => other[1] - one[1]);
  return most && most[1] > 1 ? { target: most[0] } : (element.default ?? null);
}

/** Names of elements that can be reached from one by ordinary ways, itself first. */
export function reachedFrom(definition: Definition, name: string): Set<string> {
  const byName = new Map(elementsOf(definition).map((one) => [one.name, one]));
  const seen = new Set<string>();
  const queue = [name];
  for (const at of queue) {
    const element = byName.get(at);
    if (!element || seen.has(at)) continue;
    seen.add(at);
    for (const slot of slotsOf(element)) {
      const connector = read(element, slot);
      if (connector && !connector.go_to) queue.push(connector.target);
    }
  }
  return seen;
}
