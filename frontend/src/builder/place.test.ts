import fc from "fast-check";
import { expect, test } from "vitest";
import { layOut } from "./layout";
import { apply } from "./model/commands";
import { elementsOf } from "./model/document";
import { drawingOf } from "./model/draw";
import { EMPTY, grow, seeds } from "./model/generate";
import { connectorAt, waysOf } from "./model/ways";
import { place } from "./place";

const SAID = { label: "", start: "", start_when: "", first: "", elements: [], problems: [] };
const placed = (definition: typeof EMPTY) => place(layOut(drawingOf(definition, SAID)), definition);

test("every element stands once, and no two boxes overlap", () => {
  fc.assert(
    fc.property(seeds, (list) => {
      const definition = grow(list);
      const { boxes } = placed(definition);
      const cards = boxes.filter((box) => box.kind === "card").map((box) => box.id);
      expect([...cards].sort()).toEqual(elementsOf(definition).map((one) => one.name).sort());
      for (const [i, one] of boxes.entries()) {
        for (const other of boxes.slice(i + 1)) {
          const apart = one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y;
          expect(apart, `${one.kind} ${one.id} and ${other.kind} ${other.id}`).toBe(true);
        }
      }
    }),
  );
});

test("a plus stands for ways that lead to one place, and taking it puts an element there", () => {
  fc.assert(
    fc.property(seeds, (list) => {
      const definition = grow(list);
      const known = new Set(waysOf(definition).map((way) => `${way.from}/${way.slot}`));
      for (const plus of placed(definition).pluses) {
        for (const way of plus.ways) expect(known).toContain(`${way.from}/${way.slot}`);
        const targets = new Set(plus.ways.map((way) => connectorAt(definition, way)?.target ?? ""));
        expect(targets.size).toBe(1);
        const made = apply(definition, { do: "insert", at: plus.ways, kind: "stage", label: "New" });
        const [name = ""] = made.select ?? [];
        for (const way of plus.ways) expect(connectorAt(made.definition, way)?.target).toBe(name);
      }
    }),
  );
});
