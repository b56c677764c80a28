import { de } from "./messages/de";
import { type Catalogue, en, type Key } from "./messages/en";

/** Catalogues by language, as in `<html lang>`; a key a language lacks is shown in English. */
const CATALOGUES: Record<string, Catalogue> = { en, de };

type Args = Record<string, string | number>;
/** Keys that are counted: "builder.count" for "builder.count.one" and "builder.count.other". */
type StemOf<K> = K extends `${infer Stem}.other` ? (`${Stem}.one` extends Key ? Stem : never) : never;
type Counted = StemOf<Key>;

/** The words for `key` in the page's language, with `{name}` filled from `args`. */
export function t(key: Key, args: Args = {}, language = pageLanguage()): string {
  const words = catalogueOf(language)[key] ?? en[key];
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => String(args[name] ?? whole));
}

/** The words for a number of things: `count("builder.count", 3)`. */
export function count(stem: Counted, number: number, language = pageLanguage()): string {
  const form = new Intl.PluralRules(language).select(number) === "one" ? "one" : "other";
  return t(`${stem}.${form}`, { count: new Intl.NumberFormat(language).format(number) }, language);
}

function catalogueOf(language: string): Catalogue {
  return CATALOGUES[language] ?? CATALOGUES[language.split("-")[0] ?? ""] ?? en;
}

function pageLanguage(): string {
  return document.documentElement.lang || "en";
}
