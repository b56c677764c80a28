/** What the server says of the language (GET catalogue/), of objects, and of what was written. */
export interface Parameter { name: string; wants: string; kinds: string[]; optional: boolean; repeated: boolean }

export interface FormulaFunction {
  name: string; family: string; signature: string; parameters: Parameter[]; returns: string; returns_kind_of: string;
  means: string; nulls: string; example: string; gives: string; start_only: boolean;
}

export interface OperatorFact { operator: string; label: string; means: string; nulls: string; unary: boolean; families: string[] }
export interface FamilyFact { family: string; words: string; kinds: string[]; operators: string[] }
export interface SymbolFact { signs: string[]; means: string; nulls: string; example: string; gives: string }
export interface Member { name: string; kind: string; means: string }
export interface GlobalFact { name: string; means: string; kind: string; object: string; members: Member[] }

export interface Catalogue {
  families: FamilyFact[]; operators: OperatorFact[]; symbols: SymbolFact[]; function_families: Record<string, string>;
  functions: FormulaFunction[]; globals: GlobalFact[]; limits: { formula_characters: number; logic_characters: number };
}

export interface FieldFact { api_name: string; label: string; kind: string; target: string | null; choices: { value: string; label: string }[] }

/** position: the offset in the formula, null where it has none. */
export interface Problem { code: string; severity: "error" | "warning"; path: string; message: string; fix: string; position?: number | null }

/** A sub-expression with what it gave. state: skipped was not looked at, fault failed: the innermost says why in `note`. */
export interface Part {
  text: string; state: "true" | "false" | "value" | "skipped" | "fault"; value: string; at: number; note: string; parts: Part[]; more: number;
}

export interface ReasonRow { number: number; text: string; result: boolean; note: string; decided: boolean; parts: Part[] }
export interface Reason { result: boolean; logic: string; conditions: ReasonRow[] }

export type Operand =
  | { type: "literal"; kind: string; text: string }
  | { type: "reference"; path: string }
  | { type: "expression"; text: string; kind?: string };

/** Conditions as definitions hold them. logic: "and", "or", "formula", or an expression over row numbers. */
export interface Condition { left: string; operator: string; right?: Operand | null }
export interface Conditions { logic: string; rows: Condition[]; formula: string }
