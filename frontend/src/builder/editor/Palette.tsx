import { useEffect, useRef, useState } from "react";
import { t } from "../../shared/messages";
import { Icon } from "../../shared/Icon";
import { elementsOf, type StepKind } from "../model/document";
import { connectorAt, type Way } from "../model/ways";
import type { NewElement } from "../model/make";
import { useBuilder } from "./builder";

interface Entry {
  readonly id: string;
  readonly label: string;
  readonly about: string;
  readonly icon: string;
  pick: () => void;
}

/** What can be put at a connector, or into a stage; filtered by typing. */
export function Palette({ ways, anchor, close, added }: { ways: readonly Way[]; anchor: HTMLElement; close: () => void; added: () => void }) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const search = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const shown = useEntries(ways, close, added).filter((one) => `${one.label} ${one.about}`.toLowerCase().includes(text.toLowerCase()));
  useEffect(() => search.current?.focus(), []);
  useEffect(() => {
    const leave = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) close();
    };
    document.addEventListener("pointerdown", leave);
    return () => document.removeEventListener("pointerdown", leave);
  }, [close]);
  const keys = (event: React.KeyboardEvent) => {
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown") setAt(Math.min(at + 1, shown.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else if (event.key === "Enter") shown[at]?.pick();
    else return;
    event.preventDefault();
    if (event.key === "Escape") anchor.focus();
  };
  return (
    <div className="scb-palette" ref={box} style={placeBy(anchor)} onKeyDown={keys}>
      <input
        ref={search}
        className="form-control form-control-sm"
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="scb-palette-list"
        aria-activedescendant={shown[at] ? `scb-pick-${shown[at].id}` : undefined}
        aria-label={t("builder.palette")}
        placeholder={t("builder.palette")}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
      />
      <ul id="scb-palette-list" role="listbox" aria-label={t("builder.palette")}>
        {shown.map((entry, i) => (
          <li key={entry.id} id={`scb-pick-${entry.id}`} role="option" aria-selected={i === at} onClick={entry.pick}>
            <Icon name={entry.icon} />
            <span>
              <strong>{entry.label}</strong>
              <span className="scb-soft">{entry.about}</span>
            </span>
          </li>
        ))}
        {shown.length === 0 && <li className="scb-soft">{t("builder.palette.none")}</li>}
      </ul>
    </div>
  );
}

function placeBy(anchor: HTMLElement): React.CSSProperties {
  const { left, bottom, top } = anchor.getBoundingClientRect();
  const height = 360;
  const below = bottom + 6 + height < window.innerHeight;
  return { left: Math.max(8, Math.min(left, window.innerWidth - 328)), top: below ? bottom + 6 : Math.max(8, Math.min(top, window.innerHeight - height) - 6) };
}

const STEPS: [Exclude<StepKind, "unsupported">, string][] = [["interactive", "person"], ["background", "gear"], ["approval", "check2-square"], ["external", "globe"]];
const ELEMENTS: [NewElement, string][] = [["stage", "collection"], ["decision", "signpost-split"], ["end", "flag"]];

/** onNew: called when something new is there, so that its label can be typed at once. */
function useEntries(ways: readonly Way[], close: () => void, onNew: () => void): Entry[] {
  const { state, run } = useBuilder();
  const { definition } = state;
  const [way] = ways;
  const finish = (action: () => void, isNew = true) => () => {
    action();
    close();
    if (isNew) onNew();
  };
  if (!way) return [];
  if (way.slot.startsWith("steps")) {
    const stage = elementsOf(definition).find((one) => one.name === way.from);
    const count = stage?.type === "stage" ? (stage.steps?.length ?? 0) : 0;
    const index = way.slot.includes(":") ? Number(way.slot.split(":")[1]) : count;
    return STEPS.map(([kind, icon]) => {
      const label = t(`builder.kind.${kind}`);
      const pick = finish(() => run({ do: "add_step", stage: way.from, index, kind, label }, t("builder.did.add", { label })));
      return { id: kind, label, about: t(`builder.about.${kind}`), icon, pick };
    });
  }
  const follows = connectorAt(definition, way) !== null;
  const added = ELEMENTS.filter(([kind]) => kind !== "end" || !follows).map(([kind, icon]): Entry => {
    const label = t(`builder.kind.${kind}`);
    const outcome = t("builder.outcome_1");
    const pick = finish(() => run({ do: "insert", at: ways, kind, label, outcome }, t("builder.did.add", { label })));
    return { id: kind, label, about: t(`builder.about.${kind}`), icon, pick };
  });
  if (ways.length > 1) return added;
  const jumps = follows ? [] : elementsOf(definition).filter((one) => one.type !== "end" && one.name !== way.from);
  const gone = connectorAt(definition, way)?.go_to
    ? [{ id: "cut", label: t("builder.cut"), about: t("builder.about.cut"), icon: "x-lg", pick: finish(() => run({ do: "cut", at: way }, t("builder.cut")), false) }]
    : [];
  return [
    ...added,
    ...gone,
    ...jumps.map((one): Entry => {
      const label = t("builder.go_to", { label: one.label || one.name });
      const pick = finish(() => run({ do: "go_to", at: way, target: one.name }, label), false);
      return { id: `go-${one.name}`, label, about: t("builder.about.go_to"), icon: "arrow-return-right", pick };
    }),
  ];
}
