/** The functions, with search: what each means, what it does with null, an example to try. */
import { useMemo, useState } from "react";
import { count, t } from "../shared/messages";
import type { Catalogue, FormulaFunction } from "../shared/formula/types";

interface Props { catalogue: Catalogue; onInsert: (one: FormulaFunction) => void; onExample: (formula: string) => void }

export function Reference({ catalogue, onInsert, onExample }: Props) {
  const [find, setFind] = useState("");
  const found = useMemo(() => matching(catalogue.functions, find), [catalogue, find]);
  return (
    <section className="sc-card scw-reference" aria-labelledby="functions-title">
      <h2 id="functions-title">{t("workbench.functions")}</h2>
      <input type="search" className="form-control" aria-label={t("workbench.find_function")} placeholder={t("workbench.find_function")} value={find} onChange={(event) => setFind(event.target.value)} />
      <p className="sc-meta" role="status">{found.length ? count("workbench.functions.count", found.length) : t("workbench.no_function")}</p>
      <div className="scw-functions" tabIndex={0} role="region" aria-labelledby="functions-title">
        {Object.entries(catalogue.function_families).map(([family, title]) => (
          <Family key={family} title={title} functions={found.filter((one) => one.family === family)} onInsert={onInsert} onExample={onExample} />
        ))}
      </div>
    </section>
  );
}

/** Those that have every word in their name, signature or meaning; names first. */
export function matching(functions: FormulaFunction[], find: string): FormulaFunction[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  const found = functions.filter((one) => words.every((word) => `${one.signature} ${one.means}`.toLowerCase().includes(word)));
  const named = (one: FormulaFunction) => (words[0] && one.name.toLowerCase().startsWith(words[0]) ? 0 : 1);
  return [...found].sort((one, other) => named(one) - named(other));
}

interface FamilyProps { title: string; functions: FormulaFunction[]; onInsert: Props["onInsert"]; onExample: Props["onExample"] }

function Family({ title, functions, onInsert, onExample }: FamilyProps) {
  if (functions.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      {functions.map((one) => (
        <details key={one.name}>
          <summary><code>{one.signature}</code>{one.start_only && <span className="sc-meta"> {t("workbench.start_only")}</span>}</summary>
          <p>{one.means}</p>
          {one.nulls !== "-" && <p className="sc-meta">{t("workbench.nulls")} {one.nulls}</p>}
          <p className="scw-example"><code>{one.example}</code> → <code>{one.gives}</code></p>
          <div className="scw-acts">
            <button type="button" className="btn btn-sm btn-outline-secondary" onClick={() => onInsert(one)}>{t("workbench.insert", { name: one.name })}</button>
            <button type="button" className="btn btn-sm btn-link" onClick={() => onExample(one.example)}>{t("workbench.example", { example: one.name })}</button>
          </div>
        </details>
      ))}
    </>
  );
}
