/** A definition as the server stores it (engine/document/): what the builder changes. Values left out have their
 *  default; `extra` is what an import kept and the builder never looks at. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Connector {
  readonly target: string;
  readonly go_to?: boolean;
  readonly extra?: Json;
}

export type Operand =
  | { readonly type: "literal"; readonly kind: string; readonly text: string }
  | { readonly type: "reference"; readonly path: string }
  | { readonly type: "expression"; readonly text: string; readonly kind?: string };

export interface Named {
  readonly name: string;
  readonly value?: Operand | null;
}

export interface Condition {
  readonly left: string;
  readonly operator: string;
  readonly right?: Operand | null;
}

/** logic: "and", "or", an expression over row numbers, or "formula". */
export interface Conditions {
  readonly logic?: string;
  readonly rows?: readonly Condition[];
  readonly formula?: string;
}

export interface Gate {
  readonly conditions?: Conditions;
  readonly evaluation?: { readonly flow: string; readonly inputs?: readonly Named[] } | null;
}

export interface Assignee {
  readonly kind: "user" | "group" | "queue" | "resource";
  readonly value?: Operand | null;
}

export type StepKind = "background" | "interactive" | "approval" | "external" | "unsupported";

export interface Step {
  readonly name: string;
  readonly label: string;
  readonly kind: StepKind;
  readonly action?: string;
  readonly description?: string;
  readonly entry?: Gate;
  readonly exit?: Gate;
  readonly assignees?: readonly Assignee[];
  readonly record?: Operand | null;
  readonly inputs?: readonly Named[];
  readonly settings?: readonly Named[];
  readonly asynchronous?: boolean;
  readonly as_last_person?: boolean;
  readonly extra?: Json;
}

interface Common {
  readonly name: string;
  readonly label?: string;
  readonly description?: string;
  readonly extra?: Json;
}

export interface Stage extends Common {
  readonly type: "stage";
  readonly steps?: readonly Step[];
  readonly exit?: Gate;
  readonly connector?: Connector | null;
  readonly fault?: Connector | null;
}

export interface Outcome {
  readonly name: string;
  readonly label: string;
  readonly conditions: Conditions;
  readonly connector?: Connector | null;
  readonly only_when_changed?: boolean;
}

export interface Decision extends Common {
  readonly type: "decision";
  readonly outcomes?: readonly Outcome[];
  readonly default?: Connector | null;
  readonly default_label?: string;
}

export interface End extends Common {
  readonly type: "end";
}

/** An element the builder does not edit: an import kept it whole. */
export interface Unsupported extends Common {
  readonly type: "unsupported";
  readonly feature: string;
  readonly connectors?: Readonly<Record<string, Connector>>;
}

export type Element = Stage | Decision | End | Unsupported;

export interface Start {
  readonly connector?: Connector | null;
  readonly trigger?: string;
  readonly object?: string;
  readonly on?: string;
  readonly filters?: Conditions;
  readonly only_when_changed?: boolean;
  readonly extra?: Json;
}

export interface Resource {
  readonly name: string;
}

export type ResourceGroup = "variables" | "constants" | "formulas" | "templates" | "choices";
export const RESOURCE_GROUPS: readonly ResourceGroup[] = ["variables", "constants", "formulas", "templates", "choices"];

export interface Definition {
  readonly api_name: string;
  readonly label: string;
  readonly kind: string;
  readonly description?: string;
  readonly start?: Start;
  readonly elements?: readonly Element[];
  readonly variables?: readonly Resource[];
  readonly constants?: readonly Resource[];
  readonly formulas?: readonly Resource[];
  readonly templates?: readonly Resource[];
  readonly choices?: readonly Resource[];
  readonly source?: string;
  readonly schema?: number;
}

export const elementsOf = (definition: Definition): readonly Element[] => definition.elements ?? [];
export const stepsOf = (element: Element): readonly Step[] => (element.type === "stage" ? (element.steps ?? []) : []);
export const outcomesOf = (element: Element): readonly Outcome[] =>
  element.type === "decision" ? (element.outcomes ?? []) : [];

export function elementNamed(definition: Definition, name: string): Element | undefined {
  return elementsOf(definition).find((element) => element.name === name);
}

/** The stage that holds a step, and the step. */
export function stepNamed(definition: Definition, name: string): { stage: Stage; step: Step } | undefined {
  for (const element of elementsOf(definition)) {
    const step = stepsOf(element).find((one) => one.name === name);
    if (step && element.type === "stage") return { stage: element, step };
  }
  return undefined;
}

/** Every API name in use: elements, steps, outcomes, resources. The server compares them without case. */
export function namesIn(definition: Definition): string[] {
  const inElements = elementsOf(definition).flatMap((element) => [
    element.name,
    ...stepsOf(element).map((step) => step.name),
    ...outcomesOf(element).map((outcome) => outcome.name),
  ]);
  const resources = RESOURCE_GROUPS.flatMap((group) => (definition[group] ?? []).map((one) => one.name));
  return [...inElements, ...resources];
}
