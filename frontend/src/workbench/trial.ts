/** Asking the server what something gives. */
import { getJson, postJson } from "../shared/api";
import { filledIn } from "../shared/formula/rows";
import type { Part, Problem, Reason } from "../shared/formula/types";
import type { Work } from "./state";

interface Fault { code: string; message: string; position: number }

/** value: in words, null where there is none; truth: of what is true or false; kind: "" where it depends on the values. */
export interface Tried {
  problems: Problem[]; kind: string; value: string | null; truth: boolean | null; notes: string[]; parts: Part[]; reason: Reason | null;
}

interface TriedFormula {
  problems: Problem[]; kind: string | null; evaluated: boolean; value: unknown; value_text: string; fault: Fault | null; notes: string[]; explanation: Part | null;
}
interface TriedConditions extends Omit<Reason, "result"> { problems: Problem[]; result: boolean | null; fault: Fault | null }

/** A record's name, for a link that knows only its id; "" where the person may not see it. */
export const nameOf = (object: string, record: string) =>
  getJson<{ name: string }>(`records/${encodeURIComponent(object)}/${encodeURIComponent(record)}/`).then((found) => found.name, () => "");

/** Whether there is something to ask about. */
export function isWritten(work: Work): boolean {
  return work.mode === "formula" ? work.formula.trim() !== "" : filledIn(work.conditions);
}

export async function tryOut(work: Work, signal: AbortSignal): Promise<Tried> {
  const sample = { object: work.object, record: work.record };
  if (work.mode === "formula") {
    const tried = await postJson<TriedFormula>("formulas/try/", { sample, text: work.formula }, signal);
    return {
      problems: withFault(tried.problems, tried.fault), kind: tried.kind ?? "", value: tried.evaluated ? tried.value_text : null,
      truth: typeof tried.value === "boolean" ? tried.value : null, notes: tried.notes, parts: tried.explanation ? [tried.explanation] : [], reason: null,
    };
  }
  const tried = await postJson<TriedConditions>("conditions/try/", { sample, conditions: work.conditions }, signal);
  const { result, logic, conditions } = tried;
  return {
    problems: withFault(tried.problems, tried.fault), kind: "boolean", value: null, truth: result, notes: [], parts: [],
    reason: result === null ? null : { result, logic, conditions },
  };
}

function withFault(problems: Problem[], fault: Fault | null): Problem[] {
  return fault ? [...problems, { code: fault.code, severity: "error", path: "", message: fault.message, fix: "", position: fault.position }] : problems;
}
