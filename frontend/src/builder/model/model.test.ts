import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copy, readClip } from "./clipboard";
import { apply, type Command } from "./commands";
import { type Definition, elementNamed, elementsOf, namesIn, stepNamed, stepsOf } from "./document";
import { contentsOf, mayMove, move, takeOut } from "./elements";
import { commandOf, EMPTY, grow, type Seed, seeds } from "./generate";
import { begin, DEPTH, reduce, type State } from "./history";
import { apiName, freeName } from "./names";
import { connectorAt, START_WAY, waysOf } from "./ways";

const run = (definition: Definition, ...commands: Command[]) =>
  commands.reduce((made, command) => apply(made, command).definition, definition);
const stage = (label: string, from = ""): Command => ({
  do: "insert",
  at: [{ from, slot: "connector" }],
  kind: "stage",
  label,
});
const chain = run(EMPTY, stage("A"), stage("B", "A"), stage("C", "B"));
const path = (definition: Definition) => {
  const names: string[] = [];
  let at = connectorAt(definition, START_WAY);
  while (at && names.length < 20) {
    names.push(at.go_to ? `>${at.target}` : at.target);
    const element = at.go_to ? undefined : elementNamed(definition, at.target);
    at = element ? connectorAt(definition, { from: element.name, slot: element.type === "decision" ? "default" : "connector" }) : null;
  }
  return names.join(" ");
};

describe("the path", () => {
  it("takes a new element in between, and closes the gap of one taken out", () => {
    const made = run(chain, { do: "insert", at: [{ from: "A", slot: "connector" }], kind: "decision", label: "Ok?", outcome: "Yes" });
    expect(path(made)).toBe("A Ok B C");
    expect(connectorAt(made, { from: "Ok", slot: "outcome:Yes" })).toEqual({ target: "B" });
    expect(path(takeOut(made, "Ok"))).toBe("A B C");
    expect(path(takeOut(chain, "B"))).toBe("A C");
    expect(path(takeOut(chain, "C"))).toBe("A B");
  });

  it("moves an element alone", () => {
    expect(path(move(chain, "C", [START_WAY]))).toBe("C A B");
    expect(path(move(chain, "A", [{ from: "C", slot: "connector" }]))).toBe("B C A");
    expect(move(chain, "B", [{ from: "A", slot: "connector" }])).toBe(chain);
    const decided = run(chain, { do: "insert", at: [START_WAY], kind: "decision", label: "D", outcome: "Yes" });
    const branched = run(decided, { do: "cut", at: { from: "D", slot: "outcome:Yes" } }, {
      do: "insert", at: [{ from: "D", slot: "outcome:Yes" }], kind: "stage", label: "Inner",
    });
    expect(mayMove(branched, "D", [{ from: "Inner", slot: "connector" }])).toBe(false);
    expect(contentsOf(branched, "D")).toEqual(["Inner"]);
  });

  it("forgets jumps to what is taken out, and takes branches along when asked", () => {
    const jumped = run(chain, { do: "go_to", at: { from: "C", slot: "connector" }, target: "A" });
    expect(path(jumped)).toBe("A B C >A");
    expect(path(takeOut(jumped, "A"))).toBe("B C");
    const fault = run(chain, { do: "insert", at: [{ from: "B", slot: "fault" }], kind: "stage", label: "Mend" });
    const gone = run(fault, { do: "remove", names: ["B"], with: "branches" });
    expect(elementsOf(gone).map((one) => one.name)).toEqual(["A", "C"]);
    expect(elementsOf(run(fault, { do: "remove", names: ["B"], with: "nothing" }))).toHaveLength(3);
  });
});

describe("names", () => {
  it("are made from labels and stay free", () => {
    expect(apiName("Ask the buyer!")).toBe("Ask_the_buyer");
    expect(apiName("Über 9")).toBe("Uber_9");
    expect(apiName("9 lives")).toBe("X_9_lives");
    expect(apiName("???")).toBe("X");
    expect(freeName("ask", ["Ask", "ASK_2"])).toBe("ask_3");
  });

  it("follow wherever they are mentioned", () => {
    const asked = run(
      chain,
      { do: "add_step", stage: "A", index: 0, kind: "interactive", label: "Ask" },
      { do: "add_step", stage: "B", index: 0, kind: "background", label: "Use" },
      { do: "change", part: { of: "named", name: "Use" }, key: "inputs", value: [
        { name: "a", value: { type: "reference", path: "Ask.Outputs.amount" } },
        { name: "b", value: { type: "literal", kind: "text", text: "Ask said {!Ask.Outputs.amount}" } },
        { name: "c", value: { type: "expression", text: 'IF({!Ask.Status} = "Ask", Ask.x, other.Ask)' } },
      ] },
      { do: "rename", from: "Ask", to: "Question" },
      { do: "rename", from: "A", to: "First" },
    );
    expect(stepNamed(asked, "Use")?.step.inputs?.map((one) => one.value)).toEqual([
      { type: "reference", path: "Question.Outputs.amount" },
      { type: "literal", kind: "text", text: "Ask said {!Question.Outputs.amount}" },
      { type: "expression", text: 'IF({!Question.Status} = "Ask", Question.x, other.Ask)' },
    ]);
    expect(path(asked)).toBe("First B C");
  });
});

describe("the clipboard", () => {
  it("pastes with free names and keeps what its parts say of each other", () => {
    const made = run(
      chain,
      { do: "add_step", stage: "A", index: 0, kind: "interactive", label: "Ask" },
      { do: "add_step", stage: "A", index: 1, kind: "background", label: "Use" },
      { do: "change", part: { of: "named", name: "Use" }, key: "record", value: { type: "reference", path: "Ask.Outputs.id" } },
    );
    const clip = readClip(JSON.stringify(copy(made, ["A"])));
    if (!clip) throw new Error("not read");
    const pasted = run(made, { do: "paste", clip, at: { ways: [{ from: "C", slot: "connector" }] } });
    expect(path(pasted)).toBe("A B C A_2");
    const again = elementNamed(pasted, "A_2");
    expect(again && stepsOf(again).map((step) => step.name)).toEqual(["Ask_2", "Use_2"]);
    expect(stepNamed(pasted, "Use_2")?.step.record).toEqual({ type: "reference", path: "Ask_2.Outputs.id" });
  });

  it("refuses other texts", () => {
    for (const text of ["", "null", "{}", "[1]", '{"schema":"stagecraft/clip/1","elements":[null],"steps":[]}']) {
      expect(readClip(text)).toBeNull();
    }
  });
});

const act = (state: State, seed: Seed, at = 0): State => {
  const command = commandOf(state.definition, seed);
  return command ? reduce(state, { type: "command", command, words: seed.what, at }) : state;
};

describe("laws, on generated definitions", () => {
  it("names stay unique and every connector leads to an element", () => {
    fc.assert(
      fc.property(seeds, (list) => {
        const made = grow(list);
        const names = namesIn(made).map((name) => name.toLowerCase());
        expect(new Set(names).size).toBe(names.length);
        for (const way of waysOf(made)) {
          const connector = connectorAt(made, way);
          if (connector) expect(elementNamed(made, connector.target)).toBeDefined();
        }
      }),
    );
  });

  it("undoing everything gives back the same definition, and redoing it the changed one", () => {
    fc.assert(
      fc.property(seeds, seeds, (first, second) => {
        const from = grow(first);
        const done = second.reduce((state, seed, i) => act(state, seed, i * 5000), begin(from));
        let state = done;
        while (state.past.length) state = reduce(state, { type: "undo" });
        expect(state.definition).toBe(from);
        while (state.future.length) state = reduce(state, { type: "redo" });
        expect(state.definition).toEqual(done.definition);
        expect(reduce(done, { type: "back_to", index: 0 }).definition).toBe(from);
      }),
    );
  });

  it("an element put in and taken out leaves the definition as it was", () => {
    fc.assert(
      fc.property(seeds, fc.nat(), (list, number) => {
        const from = grow(list);
        const ways = waysOf(from);
        const at = ways[number % ways.length] ?? START_WAY;
        const put = apply(from, { do: "insert", at: [at], kind: "stage", label: "Between" });
        const [name = ""] = put.select ?? [];
        const back = takeOut(put.definition, name);
        expect(connectorAt(back, at)?.target).toBe(connectorAt(from, at)?.target);
        expect(elementsOf(back)).toEqual(elementsOf(from));
      }),
    );
  });
});

describe("undo", () => {
  it("takes a burst of typing as one entry and keeps 200", () => {
    const type = (state: State, value: string, at: number) =>
      reduce(state, { type: "command", command: { do: "change", part: { of: "definition" }, key: "label", value }, words: "label", burst: "label", at });
    const typed = ["a", "ab", "abc"].reduce((state, text, i) => type(state, text, i * 300), begin(EMPTY));
    expect(typed.past).toHaveLength(1);
    expect(reduce(typed, { type: "undo" }).definition.label).toBe("Made");
    expect(type(typed, "abcd", 9000).past).toHaveLength(2);
    const many = Array.from({ length: 250 }).reduce((state: State, _, i) => type(state, `${i}`, i * 5000), begin(EMPTY));
    expect(many.past).toHaveLength(DEPTH);
  });
});
