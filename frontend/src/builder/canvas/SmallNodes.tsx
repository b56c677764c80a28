import type { NodeProps } from "@xyflow/react";
import { t } from "../../shared/messages";
import { useBuilder } from "../editor/builder";
import { nameOfBranch } from "../editor/order";
import { useTreeItem } from "../editor/treeItem";
import { Icon } from "../../shared/Icon";
import type { Placed } from "../place";

type BoxOf<K extends Placed["kind"]> = Extract<Placed, { kind: K }>;

export function StartNode() {
  const { drawing } = useBuilder();
  const item = useTreeItem("", 1);
  return (
    <div {...item.props} className={`scb-start scb-node${item.isSelected ? " scb-selected" : ""}`} aria-label={`${t("builder.start")}, ${drawing.start}`}>
      <p>
        <Icon name="play-circle" /> <strong>{t("builder.start")}</strong>
      </p>
      <p className="scb-soft scb-clip" title={drawing.start_when}>
        {drawing.start} {drawing.start_when}
      </p>
    </div>
  );
}

/** The head of a branch: an outcome, or a fault path. */
export function LabelNode({ data }: NodeProps) {
  const { branch, from } = (data as { box: BoxOf<"label"> }).box;
  const item = useTreeItem(nameOfBranch(from, branch.slot), 2);
  return (
    <div {...item.props} className={`scb-branch-head scb-node${branch.fault ? " scb-fault" : ""}${item.isSelected ? " scb-selected" : ""}`} aria-label={`${branch.label}${branch.when ? `, ${branch.when}` : ""}`}>
      <strong>
        {branch.fault && <Icon name="exclamation-triangle" />} {branch.fault ? t("builder.fault_path") : branch.label}
      </strong>
      <span className="scb-soft scb-clip" title={branch.when}>
        {branch.when}
      </span>
    </div>
  );
}

/** How a path ends: a jump, or simply the end. A click on a jump selects where it leads. */
export function TailNode({ data }: NodeProps) {
  const { tail } = (data as { box: BoxOf<"tail"> }).box;
  const { select } = useBuilder();
  if (tail.kind === "go_to" || tail.kind === "elsewhere") {
    return (
      <div className="scb-tail scb-node" role="none" onClick={() => select([tail.target.name])}>
        <Icon name="arrow-return-right" /> {t("builder.go_to", { label: tail.target.label })}
      </div>
    );
  }
  const gone = tail.kind === "gone" ? t("builder.gone", { name: tail.name }) : t("builder.ends");
  return (
    <div className="scb-tail scb-node" role="none">
      <Icon name={tail.kind === "gone" ? "exclamation-triangle" : "flag"} /> {gone}
    </div>
  );
}
