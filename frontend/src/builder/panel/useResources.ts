import { useEffect, useState } from "react";
import { loadFields } from "../../shared/formula/load";
import { useBuilder } from "../editor/builder";
import { type Definition, elementsOf, RESOURCE_GROUPS, stepsOf } from "../model/document";
import type { Offered } from "../editor/server";

/** [path, what it is]: everything a value of this definition can be taken from. */
export function useResources(): [string, string][] {
  const { state, offered } = useBuilder();
  const fields = useFields(state.definition.start?.object ?? "");
  return [...fields.map(([name, label]): [string, string] => [`$Record.${name}`, label]), ...inside(state.definition, offered)];
}

/** [API name, label] of an object's fields; asked for once per object. */
export function useFields(object: string): [string, string][] {
  const [kept, setKept] = useState<Record<string, [string, string][]>>({});
  useEffect(() => {
    if (!object || kept[object]) return;
    let isHere = true;
    loadFields(object).then(
      (fields) => isHere && setKept((before) => ({ ...before, [object]: fields.map((one) => [one.api_name, one.label]) })),
      () => undefined, // names can still be typed
    );
    return () => {
      isHere = false;
    };
  }, [object, kept]);
  return kept[object] ?? [];
}

function inside(definition: Definition, offered: Offered): [string, string][] {
  const resources = RESOURCE_GROUPS.flatMap((group) => (definition[group] ?? []).map((one): [string, string] => [one.name, ""]));
  const outputs = elementsOf(definition).flatMap((element) =>
    stepsOf(element).flatMap((step): [string, string][] => {
      const flow = offered.flows.find((one) => one.name === step.action);
      const given = (flow?.variables ?? []).filter((one) => one.output);
      return [[`${step.name}.Status`, step.label], ...given.map((one): [string, string] => [`${step.name}.Outputs.${one.name}`, step.label])];
    }),
  );
  return [...resources, ...outputs];
}
