/** What a reference can name, one step at a time: `$Record`, then its fields, then those of the records it points at. */
import type { Catalogue, FieldFact } from "./types";

/** leadsTo: the object whose fields follow after a dot, "" for none; inner: fields known without asking. */
export interface Entry {
  name: string; label: string; kind: string; leadsTo: string; choices?: { value: string; label: string }[]; inner?: Entry[];
}

export interface Resources {
  /** What can follow after `path`; [] asks for the beginnings. Nothing where nobody knows. */
  inside(path: string[]): Promise<Entry[]>;
}

/** Fields by object. raises what the request raises; asked again after a failure. */
export type LoadFields = (object: string) => Promise<FieldFact[]>;

const KINDS: Record<string, string> = {
  long_text: "text", email: "text", phone: "text", url: "text", lookup: "text", percent: "number", checkbox: "boolean",
};

/** fields: the object whose fields are read without `$Record` ("" none), for filters. own: what a definition adds. */
export function resourcesOf(
  catalogue: Catalogue, load: LoadFields, { record = "", fields = "", own = [] }: { record?: string; fields?: string; own?: Entry[] } = {},
): Resources {
  const entriesOf = remembered(async (object: string) => (await load(object)).flatMap(entries));
  const globals = catalogue.globals.filter((one) => record || !one.name.startsWith("$Record")).map((one): Entry => ({
    name: one.name, label: one.means, kind: one.kind, leadsTo: one.name.startsWith("$Record") ? record : one.object,
    inner: one.members.map((member) => ({ name: member.name, label: member.means, kind: member.kind, leadsTo: "" })),
  }));
  const begin = async () => [...(fields ? await entriesOf(fields) : []), ...own, ...(fields ? [] : globals)];
  const after = async (entry: Entry) => (entry.inner?.length ? entry.inner : entry.leadsTo ? entriesOf(entry.leadsTo) : []);
  return {
    async inside(path) {
      let found = await begin();
      for (const name of path) {
        const entry = found.find((one) => same(one.name, name));
        found = entry ? await after(entry) : [];
      }
      return found;
    },
  };
}

/** The entry that a whole path names; undefined where nothing is called so. */
export async function entryAt(resources: Resources, path: string[]): Promise<Entry | undefined> {
  const last = path.at(-1);
  return last ? (await resources.inside(path.slice(0, -1))).find((one) => same(one.name, last)) : undefined;
}

/** A field, and for a lookup also the record it points at: AccountId and Account, Loan__c and Loan__r. */
function entries(field: FieldFact): Entry[] {
  const own: Entry = { name: field.api_name, label: field.label, kind: KINDS[field.kind] ?? field.kind, leadsTo: "" };
  if (field.choices.length) own.choices = field.choices;
  const relation = field.target ? relationOf(field.api_name) : "";
  return relation && field.target ? [own, { name: relation, label: field.label, kind: "record", leadsTo: field.target }] : [own];
}

function relationOf(name: string): string {
  if (/__c$/i.test(name)) return name.replace(/__c$/i, "__r");
  return /.Id$/.test(name) ? name.slice(0, -2) : "";
}

function remembered<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const asked = known.get(key) ?? ask(key);
    known.set(key, asked);
    asked.catch(() => known.delete(key));
    return asked;
  };
}

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
