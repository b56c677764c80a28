/** Definitions and commands for tests, made by fast-check from a seed. */
import fc from "fast-check";
import { apply, type Command } from "./commands";
import { copy } from "./clipboard";
import { type Definition, elementsOf, namesIn, outcomesOf, stepsOf } from "./document";
import { waysOf } from "./ways";

export const EMPTY: Definition = { api_name: "Made", label: "Made", kind: "orchestration" };

/** A command for any definition: the numbers are taken modulo what there is. */
export const anyCommand = fc.record({
  what: fc.constantFrom("insert", "insert", "step", "step", "outcome", "remove", "move", "go_to", "cut", "rename", "change", "paste"),
  one: fc.nat(1000),
  two: fc.nat(1000),
  word: fc.constantFrom("Ask", "Check it", "Über", "a b", "Done", "9 lives"),
});
export type Seed = typeof anyCommand extends fc.Arbitrary<infer T> ? T : never;

export const seeds = fc.array(anyCommand, { maxLength: 25 });

/** The definition that the seeds lead to. */
export function grow(list: readonly Seed[], from = EMPTY): Definition {
  return list.reduce((definition, seed) => {
    const command = commandOf(definition, seed);
    return command ? apply(definition, command).definition : definition;
  }, from);
}

export function commandOf(definition: Definition, { what, one, two, word }: Seed): Command | null {
  const pick = <T>(list: readonly T[], number: number): T | undefined => list[number % Math.max(1, list.length)];
  const elements = elementsOf(definition);
  const at = pick(waysOf(definition), one);
  const target = pick(elements, two)?.name;
  const stage = pick(elements.filter((each) => each.type === "stage"), one)?.name;
  const steps = elements.flatMap((each) => stepsOf(each)).map((step) => step.name);
  const decision = pick(elements.filter((each) => each.type === "decision"), one);
  const kind = pick(["stage", "stage", "decision", "end"] as const, two) ?? "stage";
  const name = pick(namesIn(definition), two);
  switch (what) {
    case "insert":
      return at ? { do: "insert", at: [at], kind, label: word, outcome: "Yes" } : null;
    case "step":
      return stage ? { do: "add_step", stage, index: two % 4, kind: "interactive", label: word } : null;
    case "outcome":
      return decision ? { do: "add_outcome", decision: decision.name, label: word } : null;
    case "remove":
      return name ? { do: "remove", names: [name], with: one % 2 ? "nothing" : "branches" } : null;
    case "move":
      if (one % 3 === 0 && decision) return { do: "move_outcome", name: pick(outcomesOf(decision), two)?.name ?? "", index: one % 5 };
      if (one % 2 === 0 && stage) return { do: "move_step", name: pick(steps, two) ?? "", stage, index: one % 4 };
      return at && target ? { do: "move", name: target, at: [at] } : null;
    case "go_to":
      return at && target ? { do: "go_to", at, target } : null;
    case "cut":
      return at ? { do: "cut", at } : null;
    case "rename":
      return name ? { do: "rename", from: name, to: `R${one}_${two}` } : null;
    case "paste":
      return at && target ? { do: "paste", clip: copy(definition, [target]), at: { ways: [at] } } : null;
    default:
      return name ? { do: "change", part: { of: "named", name }, key: "description", value: word } : null;
  }
}
