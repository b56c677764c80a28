import { t } from "../../shared/messages";
import { problemsOf } from "../drawing";
import { Icon } from "../../shared/Icon";
import { ProblemBadge } from "../ProblemBadge";
import { useBuilder } from "./builder";
import { type Item, orderOf } from "./order";
import { useTreeItem } from "./treeItem";
import { waysBeside } from "./useKeys";

/** The same tree as a list: the same selection, keys and commands as the canvas. */
export function OutlineTree() {
  const { layout } = useBuilder();
  return (
    <div className="scb-outline">
      <ul role="tree" aria-label={t("builder.outline_tree")}>
        {orderOf(layout).map((item) => (
          <Row key={`${item.part.is} ${item.name}`} item={item} />
        ))}
      </ul>
      <OutlineBar />
    </div>
  );
}

function Row({ item }: { item: Item }) {
  const { drawing, problems } = useBuilder();
  const { props, isSelected } = useTreeItem(item.name, item.level);
  const { icon, label, about, path } = wordsOf(item, drawing.start);
  return (
    <li {...props} className={`scb-outline-row${isSelected ? " scb-selected" : ""}`} data-level={Math.min(item.level, 8)}>
      <Icon name={icon} />
      {item.number && <span className="scb-number">{item.number}</span>}
      <span className="scb-outline-label">{label}</span>
      <span className="scb-soft">{about}</span>
      <ProblemBadge problems={path ? problemsOf({ ...drawing, problems }, path) : []} />
    </li>
  );
}

function wordsOf({ part }: Item, start: string): { icon: string; label: string; about: string; path: string } {
  switch (part.is) {
    case "start":
      return { icon: "play-circle", label: t("builder.start"), about: start, path: "start" };
    case "element":
      return { icon: part.element.icon, label: part.element.label, about: part.element.kind_label, path: `elements/${part.element.name}` };
    case "step":
      return { icon: part.step.icon, label: part.step.label, about: part.step.assignees.join(", ") || part.step.kind_label, path: `elements/${part.stage}/steps/${part.step.name}` };
    case "outcome":
      return { icon: "signpost", label: part.outcome.label, about: part.outcome.when, path: `elements/${part.decision}/outcomes/${part.outcome.slot?.slice(8) ?? ""}` };
  }
}

/** What can be done with the selected row, as buttons: for touch, and for whoever does not know the keys. */
function OutlineBar() {
  const { state, addAt, remove } = useBuilder();
  const name = state.selected.at(-1) ?? "";
  const ways = waysBeside(state.definition, name, false);
  const isStage = state.definition.elements?.some((one) => one.name === name && one.type === "stage");
  return (
    <div className="scb-outline-bar">
      <button type="button" className="btn btn-sm btn-outline-secondary" disabled={ways.length === 0} onClick={(event) => addAt(ways, event.currentTarget)}>
        <Icon name="plus" /> {t("builder.add_after")}
      </button>
      {isStage && (
        <button type="button" className="btn btn-sm btn-outline-secondary" onClick={(event) => addAt([{ from: name, slot: "steps" }], event.currentTarget)}>
          <Icon name="plus" /> {t("builder.add_step")}
        </button>
      )}
      <button type="button" className="btn btn-sm btn-outline-danger" disabled={name === ""} onClick={() => remove(state.selected)}>
        <Icon name="trash" /> {t("builder.remove")}
      </button>
    </div>
  );
}
