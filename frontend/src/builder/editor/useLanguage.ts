import { useEffect, useState } from "react";
import { loadCatalogue, loadFields } from "../../shared/formula/load";
import type { Language } from "./builder";

/** The language of conditions, asked for once; again when the browser is back online. */
export function useLanguage(): Language | null {
  const [language, setLanguage] = useState<Language | null>(null);
  useEffect(() => {
    const ask = () => void loadCatalogue().then((catalogue) => setLanguage({ catalogue, loadFields }), () => undefined);
    ask();
    addEventListener("online", ask);
    return () => removeEventListener("online", ask);
  }, []);
  return language;
}
