/** Edits of the path: elements are added, taken out and moved. Each is a pure function from definition to definition. */
import { type Connector, type Definition, type Element, elementNamed, elementsOf } from "./document";
import { connect, connectorAt, nextOf, reachedFrom, slotsOf, type Way, waysTo } from "./ways";

const NOWHERE = null;

/** Puts an element at a connector, or where several come together: what came there comes after it now, on every way
 *  out of a decision. A jump stays a jump, moved behind the new element. An End ends the path: what came there is
 *  left without a way to it. */
export function insert(definition: Definition, at: readonly Way[], element: Element): Definition {
  const [first] = at;
  const before = first ? connectorAt(definition, first) : NOWHERE;
  const added = { ...definition, elements: [...elementsOf(definition), element] };
  const led = leadAll(added, at, { target: element.name });
  return before ? leadOn(led, element, before) : led;
}

function leadAll(definition: Definition, ways: readonly Way[], to: Connector): Definition {
  return ways.reduce((made, way) => connect(made, way, to), definition);
}

function leadOn(definition: Definition, element: Element, to: Connector): Definition {
  return slotsOf(element)
    .filter((slot) => slot !== "fault")
    .reduce((made, slot) => connect(made, { from: element.name, slot }, to), definition);
}

/** Takes elements out; the gap is closed: what led to one leads to what came after it. Jumps to it go. */
export function takeOut(definition: Definition, name: string): Definition {
  const element = elementNamed(definition, name);
  if (!element) return definition;
  const next = nextBesides(element);
  const closed = waysTo(definition, name)
    .filter((way) => way.from !== name)
    .reduce((made, way) => connect(made, way, connectorAt(definition, way)?.go_to ? NOWHERE : next), definition);
  return { ...closed, elements: elementsOf(closed).filter((one) => one.name !== name) };
}

function nextBesides(element: Element): Connector | null {
  const next = nextOf(element);
  return next?.target === element.name ? NOWHERE : next;
}

/** Takes an element out with what can only be reached through its branches (a decision's outcomes, a fault path). */
export function takeOutWithBranches(definition: Definition, name: string): Definition {
  const own = contentsOf(definition, name);
  const gone = new Set(own);
  const kept = takeOut(definition, name);
  const cleared = own.flatMap((one) => waysTo(kept, one)).filter((way) => !gone.has(way.from));
  const cut = cleared.reduce((made, way) => connect(made, way, NOWHERE), kept);
  return { ...cut, elements: elementsOf(cut).filter((one) => !gone.has(one.name)) };
}

/** Names of what is reached through an element's branches and in no other way; not the element itself. */
export function contentsOf(definition: Definition, name: string): string[] {
  const element = elementNamed(definition, name);
  if (!element) return [];
  const without = takeOut(definition, name);
  const first = without.start?.connector?.target;
  const stays = first ? reachedFrom(without, first) : new Set<string>();
  return [...reachedFrom(definition, name)].filter((one) => one !== name && !stays.has(one));
}

/** Moves an element, alone, to another connector. Its branches keep what they lead to, its way on is the new place's. */
export function move(definition: Definition, name: string, at: readonly Way[]): Definition {
  const element = elementNamed(definition, name);
  const [first] = at;
  if (!element || !first || !mayMove(definition, name, at)) return definition;
  const next = nextOf(element);
  const without = takeOut(definition, name);
  const loose = slotsOf(element)
    .filter((slot) => slot !== "fault")
    .map((slot) => ({ from: name, slot }))
    .filter((way) => sameTarget(connectorAt(definition, way), next));
  const back = { ...without, elements: inPlace(definition, without, element) };
  const after = connectorAt(without, first);
  const led = leadAll(back, at, { target: name });
  return loose.reduce((made, way) => connect(made, way, after), led);
}

/** The list of elements with this one where it stood, so that moving changes no order in the document. */
function inPlace(before: Definition, without: Definition, element: Element): Element[] {
  const others = new Map(elementsOf(without).map((one) => [one.name, one]));
  return elementsOf(before).flatMap((one) => (one.name === element.name ? [element] : (others.get(one.name) ?? [])));
}

function sameTarget(one: Connector | null, other: Connector | null): boolean {
  return one?.target === other?.target;
}

/** Whether an element may be moved there: not onto its own ways, nor into a branch that only it leads to. */
export function mayMove(definition: Definition, name: string, at: readonly Way[]): boolean {
  const inside = new Set([name, ...contentsOf(definition, name)]);
  return at.every((way) => !inside.has(way.from) && connectorAt(definition, way)?.target !== name);
}

/** A jump from there to an element. */
export function goTo(definition: Definition, at: Way, target: string): Definition {
  return elementNamed(definition, target) ? connect(definition, at, { target, go_to: true }) : definition;
}

/** Ends the path there. What came there is left without a way to it unless another leads to it. */
export const cut = (definition: Definition, at: Way): Definition => connect(definition, at, NOWHERE);
