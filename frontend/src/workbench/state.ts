/** What stands on the workbench, as the address keeps it: a link shows somebody else the same. */
import type { Conditions } from "../shared/formula/types";

export interface Work { mode: "formula" | "conditions"; formula: string; conditions: Conditions; object: string; record: string; recordName: string }

export const NOTHING: Work = {
  mode: "formula", formula: "", conditions: { logic: "and", rows: [], formula: "" }, object: "", record: "", recordName: "",
};

/** The part after "#": never sent to a server, so that what people write stays out of logs. */
export function toHash(work: Work): string {
  const said = new URLSearchParams();
  if (work.object) said.set("object", work.object);
  if (work.record) said.set("record", work.record);
  if (work.mode === "conditions") said.set("conditions", JSON.stringify(work.conditions));
  else if (work.formula) said.set("formula", work.formula);
  return said.size ? `#${said.toString()}` : "";
}

export function fromHash(hash: string): Work {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const conditions = readConditions(said.get("conditions"));
  return {
    ...NOTHING,
    mode: conditions ? "conditions" : "formula",
    formula: said.get("formula") ?? "",
    conditions: conditions ?? NOTHING.conditions,
    object: said.get("object") ?? "",
    record: said.get("record") ?? "",
  };
}

/** Anybody can write a link: what has not the shape of conditions is left out. */
function readConditions(text: string | null): Conditions | null {
  if (text === null) return null;
  try {
    const read = JSON.parse(text) as Partial<Conditions> | null;
    if (!read || typeof read.logic !== "string" || !Array.isArray(read.rows)) return null;
    const rows = read.rows.filter((row) => typeof row.left === "string" && typeof row.operator === "string");
    return { logic: read.logic, rows, formula: typeof read.formula === "string" ? read.formula : "" };
  } catch {
    return null;
  }
}
