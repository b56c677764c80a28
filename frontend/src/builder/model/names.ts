/** An API name made from a label: "Ask the buyer" -> "Ask_the_buyer"; never empty. */
export function apiName(label: string): string {
  const plain = label.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  const joined = plain.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  const named = /^[A-Za-z]/.test(joined) ? joined : `X${joined && `_${joined}`}`;
  return named.slice(0, 80).replace(/_+$/, "");
}

/** The name itself, or with the first number that makes it free ("Ask_2"). Names are compared without case. */
export function freeName(wanted: string, taken: Iterable<string>): string {
  const used = new Set([...taken].map((name) => name.toLowerCase()));
  if (!used.has(wanted.toLowerCase())) return wanted;
  let number = 2;
  while (used.has(`${wanted}_${number}`.toLowerCase())) number += 1;
  return `${wanted}_${number}`;
}
