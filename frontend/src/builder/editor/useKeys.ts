import { useEffect } from "react";
import { t } from "../../shared/messages";
import { type Clip, copy, readClip } from "../model/clipboard";
import type { PastePlace } from "../model/commands";
import { type Definition, elementNamed, outcomesOf, stepNamed, stepsOf } from "../model/document";
import { decisionOf } from "../model/steps";
import { START_WAY, type Way, waysTo } from "../model/ways";
import type { Builder } from "./builder";
import { decisionOfDefault, type Item, orderOf } from "./order";

/** Keys of the canvas and the outline. What is typed into a field is left alone. */
export function useKeys(builder: Builder, root: React.RefObject<HTMLElement | null>, open: { panel: () => void; help: () => void }) {
  useEffect(() => {
    const place = root.current;
    const down = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (target.closest("input, textarea, select, dialog, [contenteditable], .scb-palette")) return;
      if (handle(builder, event, open)) event.preventDefault();
    };
    const copied = (event: ClipboardEvent) => onCopy(builder, event);
    const pasted = (event: ClipboardEvent) => onPaste(builder, event);
    place?.addEventListener("keydown", down);
    document.addEventListener("copy", copied);
    document.addEventListener("cut", copied);
    document.addEventListener("paste", pasted);
    return () => {
      place?.removeEventListener("keydown", down);
      document.removeEventListener("copy", copied);
      document.removeEventListener("cut", copied);
      document.removeEventListener("paste", pasted);
    };
  });
}

function handle(builder: Builder, event: KeyboardEvent, open: { panel: () => void; help: () => void }): boolean {
  const mod = event.metaKey || event.ctrlKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (mod && key === "z") return did(event.shiftKey ? builder.redo : builder.undo);
  if (mod && key === "y") return did(builder.redo);
  if (mod && key === "d") return duplicate(builder);
  if (mod && key === "a") return did(() => builder.select(orderOf(builder.layout).slice(1).map((item) => item.name)));
  if (mod) return false;
  if (event.altKey) return reorder(builder, event.key);
  const inTree = (event.target as HTMLElement).closest("[role=treeitem]") !== null;
  if (!inTree) return false;
  if (key === "Delete" || key === "Backspace") return did(() => builder.remove(builder.state.selected));
  if (key === "Enter") return did(open.panel);
  if (key === "?") return did(open.help);
  if (key === "a") return addBeside(builder, event.target as HTMLElement, event.shiftKey);
  return walk(builder, key);
}

function did(action: () => void): boolean {
  action();
  return true;
}

function walk(builder: Builder, key: string): boolean {
  const items = orderOf(builder.layout);
  const at = items.findIndex((item) => item.name === (builder.state.selected.at(-1) ?? ""));
  const to = goal(items, at, key);
  if (!to) return false;
  builder.select([to.name]);
  return true;
}

function goal(items: Item[], at: number, key: string): Item | undefined {
  const here = items[at];
  switch (key) {
    case "ArrowDown":
      return items[at + 1];
    case "ArrowUp":
      return items[at - 1];
    case "Home":
      return items[0];
    case "End":
      return items.at(-1);
    case "ArrowRight":
      return items.slice(at + 1, at + 2).find((item) => here && item.level > here.level);
    case "ArrowLeft":
      return items.slice(0, at).reverse().find((item) => here && item.level < here.level);
    default:
      return undefined;
  }
}

/** A: after the selected element, or into the selected stage's steps after a step. Shift+A: before. */
function addBeside(builder: Builder, anchor: HTMLElement, before: boolean): boolean {
  const ways = waysBeside(builder.state.definition, builder.state.selected.at(-1) ?? "", before);
  if (ways.length) builder.addAt(ways, anchor);
  return ways.length > 0;
}

export function waysBeside(definition: Definition, name: string, before: boolean): Way[] {
  if (name === "") return before ? [] : [START_WAY];
  const element = elementNamed(definition, name);
  const step = stepNamed(definition, name);
  if (step) return [{ from: step.stage.name, slot: `steps:${(step.stage.steps ?? []).indexOf(step.step) + (before ? 0 : 1)}` }];
  const byDefault = decisionOfDefault(name);
  if (byDefault) return [{ from: byDefault, slot: "default" }];
  const decision = decisionOf(definition, name);
  if (decision) return [{ from: decision.name, slot: `outcome:${name}` }];
  if (!element || (!before && element.type === "end")) return [];
  if (before) return waysTo(definition, name);
  if (element.type === "decision") return [{ from: name, slot: "default" }];
  return [{ from: name, slot: element.type === "unsupported" ? "kept:connector" : "connector" }];
}

/** Alt+Up and Alt+Down move a step or outcome among its siblings; a step goes on into the stage before or after. */
function reorder({ state, run }: Builder, key: string): boolean {
  const by = key === "ArrowUp" ? -1 : key === "ArrowDown" ? 1 : 0;
  const name = state.selected.at(-1) ?? "";
  const step = stepNamed(state.definition, name);
  const decision = decisionOf(state.definition, name);
  if (!by || (!step && !decision)) return false;
  if (decision) {
    const index = outcomesOf(decision).findIndex((one) => one.name === name) + by;
    run({ do: "move_outcome", name, index }, t("builder.did.move", { label: name }));
    return true;
  }
  if (step) moveStepBy({ state, run }, step, by);
  return true;
}

function moveStepBy({ state, run }: Pick<Builder, "state" | "run">, found: NonNullable<ReturnType<typeof stepNamed>>, by: number) {
  const { stage, step } = found;
  const index = stepsOf(stage).indexOf(step) + by;
  const words = t("builder.did.move", { label: step.label });
  if (index >= 0 && index < stepsOf(stage).length) { run({ do: "move_step", name: step.name, stage: stage.name, index }, words); return; }
  const stages = (state.definition.elements ?? []).filter((one) => one.type === "stage");
  const other = stages[stages.indexOf(stage) + by];
  if (other) run({ do: "move_step", name: step.name, stage: other.name, index: by < 0 ? stepsOf(other).length : 0 }, words);
}

function duplicate(builder: Builder): boolean {
  const { state } = builder;
  const clip = copy(state.definition, state.selected);
  return paste(builder, clip);
}

function paste({ state, run }: Builder, clip: Clip): boolean {
  const at = placeFor(state.definition, clip, state.selected.at(-1) ?? "");
  if (!at) return false;
  run({ do: "paste", clip, at }, t("builder.did.paste"));
  return true;
}

/** After what is selected: steps into its stage, elements behind it. */
function placeFor(definition: Definition, clip: Clip, name: string): PastePlace | null {
  if (clip.elements.length) {
    const behind = stepNamed(definition, name)?.stage.name ?? name;
    const ways = waysBeside(definition, behind, false);
    return ways.length ? { ways } : null;
  }
  const step = stepNamed(definition, name);
  if (step) return { stage: step.stage.name, index: stepsOf(step.stage).indexOf(step.step) + 1 };
  const element = elementNamed(definition, name);
  return element?.type === "stage" ? { stage: name, index: stepsOf(element).length } : null;
}

const inField = (event: Event) => (event.target as HTMLElement | null)?.closest("input, textarea, select, dialog") != null;

function onCopy(builder: Builder, event: ClipboardEvent): void {
  const { selected, definition } = builder.state;
  if (inField(event) || selected.length === 0 || String(window.getSelection())) return;
  event.clipboardData?.setData("text/plain", JSON.stringify(copy(definition, selected), null, 2));
  event.preventDefault();
  if (event.type === "cut") builder.remove(selected);
}

function onPaste(builder: Builder, event: ClipboardEvent): void {
  if (inField(event)) return;
  const clip = readClip(event.clipboardData?.getData("text/plain") ?? "");
  if (clip && paste(builder, clip)) event.preventDefault();
}
