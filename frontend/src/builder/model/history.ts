/** The builder's state and its one reducer: the definition, what is selected, and everything that can be undone. */
import { apply, type Command } from "./commands";
import type { Definition } from "./document";

export const DEPTH = 200;
const BURST = 1000; // ms: typing into one field within it is one entry

/** words: what was done, in the person's words. burst: key of the field typed into, "" for other changes. */
export interface Entry {
  readonly before: Definition;
  readonly words: string;
  readonly burst: string;
  readonly at: number;
}

/** selected: names in the order they were chosen, the last one leads; "" is the start card. revision counts changes. */
export interface State {
  readonly definition: Definition;
  readonly selected: readonly string[];
  readonly past: readonly Entry[];
  readonly future: readonly Entry[];
  readonly revision: number;
}

/** at: milliseconds, from the caller: the reducer reads no clock. */
export type Action =
  | { type: "command"; command: Command; words: string; burst?: string; at: number }
  | { type: "undo" }
  | { type: "redo" }
  | { type: "back_to"; index: number }
  | { type: "select"; names: readonly string[] };

export const begin = (definition: Definition): State => ({
  definition,
  selected: [],
  past: [],
  future: [],
  revision: 0,
});

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case "command":
      return carryOut(state, action);
    case "undo":
      return backTo(state, state.past.length - 1);
    case "redo":
      return redo(state);
    case "back_to":
      return backTo(state, action.index);
    case "select":
      return { ...state, selected: action.names };
  }
}

function carryOut(state: State, action: Extract<Action, { type: "command" }>): State {
  const done = apply(state.definition, action.command);
  if (done.definition === state.definition) return state;
  const { burst = "", words, at } = action;
  const last = state.past.at(-1);
  const joins = burst !== "" && last?.burst === burst && at - last.at < BURST && state.future.length === 0;
  const before = joins ? last.before : state.definition;
  const past = [...(joins ? state.past.slice(0, -1) : state.past), { before, words, burst, at }].slice(-DEPTH);
  const selected = done.select ?? state.selected;
  return { definition: done.definition, selected, past, future: [], revision: state.revision + 1 };
}

/** Undoes the entry at `index` and every later one. */
function backTo(state: State, index: number): State {
  const undone = index < 0 ? [] : state.past.slice(index);
  const [first] = undone;
  if (!first) return state;
  const after = [...undone.slice(1).map((entry) => entry.before), state.definition];
  const future = undone.map((entry, i): Entry => ({ ...entry, before: after[i] ?? state.definition, burst: "" }));
  return {
    ...state,
    definition: first.before,
    past: state.past.slice(0, index),
    future: [...future, ...state.future],
    revision: state.revision + 1,
  };
}

/** In `future` an entry's `before` is what it led to. */
function redo(state: State): State {
  const [entry, ...future] = state.future;
  if (!entry) return state;
  const past = [...state.past, { ...entry, before: state.definition }];
  return { ...state, definition: entry.before, past, future, revision: state.revision + 1 };
}
