import { useContext } from "react";
import { t } from "../shared/messages";
import { Details, DetailsOpen } from "./Details";
import { type Drawing, problemsOf } from "./drawing";
import { Icon } from "../shared/Icon";
import type { Branch, Lane, Node, Tail } from "./layout";
import { ProblemBadge } from "./ProblemBadge";
import { StepRow } from "./StepRow";

export const anchorOf = (name: string) => `draw-${name}`;

/** Elements under each other in the order they happen, then how the path ends. */
export function LaneView({ lane, drawing }: { lane: Lane; drawing: Drawing }) {
  return (
    <ol className="scb-lane">
      {lane.nodes.map((node) => (
        <li key={node.element.name}>
          <NodeView node={node} drawing={drawing} />
        </li>
      ))}
      <TailView tail={lane.tail} afterEnd={lane.nodes.at(-1)?.element.kind === "end"} />
    </ol>
  );
}

function NodeView({ node, drawing }: { node: Node; drawing: Drawing }) {
  const outcomes = node.branches.filter((branch) => !branch.fault);
  const faults = node.branches.filter((branch) => branch.fault);
  return (
    <div className={faults.length ? "scb-beside" : undefined}>
      <Card node={node} drawing={drawing} />
      {[outcomes, faults].map(
        (branches, index) =>
          branches.length > 0 && (
            <ul className={index ? "scb-faults" : "scb-fork"} key={index}>
              {branches.map((branch, at) => (
                <BranchView key={at} branch={branch} drawing={drawing} />
              ))}
            </ul>
          ),
      )}
    </div>
  );
}

function Card({ node, drawing }: { node: Node; drawing: Drawing }) {
  const { element, number } = node;
  const open = useContext(DetailsOpen);
  const path = `elements/${element.name}`;
  const rows: [string, string][] = [["", element.description], [t("builder.complete"), element.done], ...element.facts];
  return (
    <section className={`scb-card scb-${element.kind}`} id={anchorOf(element.name)} tabIndex={-1}>
      <header>
        <span className="scb-number">{number}</span>
        <Icon name={element.icon} />
        <h3>{element.label}</h3>
        <ProblemBadge problems={problemsOf(drawing, path)} />
        <span className="scb-what">{element.kind_label}</span>
      </header>
      {element.kind === "stage" && element.steps.length === 0 && <p className="scb-none">{t("builder.no_steps")}</p>}
      {element.steps.length > 0 && (
        <ol className="scb-steps">
          {element.steps.map((step) => (
            <StepRow key={step.name} step={step} problems={problemsOf(drawing, `${path}/steps/${step.name}`)} />
          ))}
        </ol>
      )}
      <Details key={String(open)} open={open} label={element.label} rows={rows.filter(([, text]) => text !== "")} />
    </section>
  );
}

function BranchView({ branch, drawing }: { branch: Branch; drawing: Drawing }) {
  return (
    <li className={branch.fault ? "scb-branch scb-branch-fault" : "scb-branch"}>
      <p className="scb-branch-label">
        {branch.fault && <Icon name="exclamation-triangle" />}
        <strong>{branch.fault ? t("builder.fault_path") : branch.label}</strong>
      </p>
      {branch.when && <p className="scb-branch-when">{branch.when}</p>}
      <LaneView lane={branch.lane} drawing={drawing} />
    </li>
  );
}

function TailView({ tail, afterEnd }: { tail: Tail; afterEnd: boolean }) {
  switch (tail.kind) {
    case "forks":
      return null;
    case "ends":
      return afterEnd ? null : <Pill icon="flag" text={t("builder.ends")} />;
    case "joins":
      return <Pill icon="arrow-down" text={t("builder.goes_on_below")} />;
    case "gone":
      return <Pill icon="exclamation-octagon" text={t("builder.gone", { name: tail.name })} bad />;
    default: {
      const { label, name } = tail.target;
      return <Pill icon="arrow-return-right" text={t("builder.go_to", { label })} target={name} />;
    }
  }
}

function Pill({ icon, text, target, bad }: { icon: string; text: string; target?: string; bad?: boolean }) {
  const words = (
    <>
      <Icon name={icon} /> {text}
    </>
  );
  return (
    <li className="scb-tail">
      {target ? (
        <a className="scb-pill scb-pill-link" href={`#${anchorOf(target)}`}>
          {words}
        </a>
      ) : (
        <span className={bad ? "scb-pill scb-pill-bad" : "scb-pill"}>{words}</span>
      )}
    </li>
  );
}
