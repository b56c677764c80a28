/** What the server sends to be drawn (builder/drawing.py): every text in words already, in the person's language. */
export interface Exit {
  /** "" for the ordinary way on, else when it is taken ("when it fails"). */
  when: string;
  /** Name of the element it leads to; "" ends the path. */
  target: string;
  go_to: boolean;
  /** Where in the element the connector stands (model/ways.ts); only while it is edited. */
  slot?: string;
}

export interface Outcome extends Exit {
  label: string;
}

export interface Step {
  name: string;
  label: string;
  kind: string;
  kind_label: string;
  icon: string;
  description: string;
  calls: string;
  assignees: string[];
  starts: string;
  done: string;
  record: string;
  inputs: [string, string][];
  notes: string[];
}

export interface Element {
  name: string;
  label: string;
  kind: string;
  kind_label: string;
  icon: string;
  description: string;
  steps: Step[];
  outcomes: Outcome[];
  exits: Exit[];
  done: string;
  facts: [string, string][];
}

export interface Problem {
  severity: "error" | "warning";
  path: string;
  message: string;
}

export interface Drawing {
  label: string;
  start: string;
  start_when: string;
  first: string;
  elements: Element[];
  problems: Problem[];
}

/** The drawing in the page's `json_script` ({drawing, problems}), null where it is missing or not one. */
export function readDrawing(source: HTMLElement | null): Drawing | null {
  try {
    const page = JSON.parse(source?.textContent ?? "") as { drawing?: Partial<Drawing>; problems?: Problem[] } | null;
    if (!page || !Array.isArray(page.drawing?.elements)) return null;
    return { ...(page.drawing as Drawing), problems: page.problems ?? [] };
  } catch {
    return null;
  }
}

/** Problems of an element or a step: their paths begin with its own ("elements/Stage_1/steps/Ask"). What a step of a
 *  stage has is shown at the step, not at the stage again. */
export function problemsOf(drawing: Drawing, path: string): Problem[] {
  return drawing.problems.filter((problem) => {
    const rest = problem.path.slice(path.length);
    return problem.path.startsWith(path) && (rest === "" || (rest.startsWith("/") && !rest.startsWith("/steps/")));
  });
}
