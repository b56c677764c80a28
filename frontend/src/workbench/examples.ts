/** Things to try. Those with an object need a sample record of it to show a value. */
import type { Work } from "./state";

const CLOSING = { left: "$Record.CloseDate", operator: "less_than", right: { type: "reference", path: "$Flow.CurrentDate" } } as const;
const BIG = { left: "$Record.Amount", operator: "greater_than", right: { type: "literal", kind: "number", text: "10000" } } as const;
const MANAGED = { left: "$Record.Owner.Manager.Email", operator: "is_blank", right: { type: "literal", kind: "boolean", text: "false" } } as const;

export const EXAMPLES: Pick<Work, "mode" | "formula" | "object">[] = [
  { mode: "formula", object: "", formula: "ADDMONTHS(TODAY(), 3) - TODAY()" },
  { mode: "formula", object: "", formula: 'IF(REGEX("AB-1234", "[A-Z]{2}-[0-9]{4}"), "a good number", "not one")' },
  { mode: "formula", object: "Opportunity", formula: 'IF({!$Record.Amount} > 10000 && ISPICKVAL({!$Record.StageName}, "Negotiation"), "Ask the manager", "Go on")' },
  { mode: "formula", object: "Opportunity", formula: 'BLANKVALUE({!$Record.Owner.Manager.Name}, "nobody") & " decides for " & {!$Record.Account.Name}' },
];

export const CONDITION_EXAMPLES: Pick<Work, "conditions" | "object">[] = [
  { object: "Opportunity", conditions: { logic: "1 AND (2 OR 3)", rows: [BIG, CLOSING, MANAGED], formula: "" } },
];
