/** What the editors ask the server for: the language, and the fields of objects. */
import { getJson } from "../api";
import type { Catalogue, FieldFact } from "./types";

export const loadCatalogue = () => getJson<Catalogue>("catalogue/");
export const loadFields = async (object: string) => (await getJson<{ fields: FieldFact[] }>(`objects/${encodeURIComponent(object)}/`)).fields;
