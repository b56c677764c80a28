import type { Entry } from "../../shared/formula/resources";
import type { Offered } from "../editor/server";
import { type Definition, elementsOf, outcomesOf, RESOURCE_GROUPS, type Step, stepsOf } from "../model/document";

/** What a definition itself offers to conditions and formulas: its resources, elements, outcomes, steps' results. */
export function ownEntries(definition: Definition, offered: Offered): Entry[] {
  const plain = (name: string, label = "", kind = ""): Entry => ({ name, label, kind, leadsTo: "" });
  const resources = RESOURCE_GROUPS.flatMap((group) => (definition[group] ?? []).map((one) => plain(one.name)));
  const inElements = elementsOf(definition).flatMap((element) => [
    plain(element.name, element.label ?? ""),
    ...outcomesOf(element).map((outcome) => plain(outcome.name, outcome.label, "boolean")),
    ...stepsOf(element).map((step): Entry => ({ ...plain(step.name, step.label), inner: resultsOf(step, offered) })),
  ]);
  return [...resources, ...inElements];
}

function resultsOf(step: Step, offered: Offered): Entry[] {
  const flow = offered.flows.find((one) => one.name === step.action);
  const outputs = (flow?.variables ?? []).filter((one) => one.output);
  const named = outputs.map((one): Entry => ({ name: one.name, label: "", kind: one.kind, leadsTo: "" }));
  return [
    { name: "Status", label: step.label, kind: "text", leadsTo: "" },
    { name: "Outputs", label: step.label, kind: "", leadsTo: "", inner: named },
  ];
}
