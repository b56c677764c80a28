/** A record found by name among those the person may see: type, choose with the arrows, take with Enter. */
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { t } from "../shared/messages";

interface Found { id: string; name: string }
interface Props { object: string; value: Found | null; onChange: (record: Found | null) => void }

const PAUSE = 200;

export function RecordPicker({ object, value, onChange }: Props) {
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  const [found, setFound] = useState<Found[]>([]);
  const [at, setAt] = useState(0);
  const open = text !== null;

  useEffect(() => {
    if (text === null || !object) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      search(object, text, stop.signal).then((rows) => { setFound(rows); setAt(0); }, () => undefined);
    }, PAUSE);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [object, text]);

  const choose = (record: Found | null) => { onChange(record); setText(null); };
  const keys = (event: KeyboardEvent) => {
    const moves: Record<string, () => void> = {
      ArrowDown: () => { if (open) setAt(Math.min(at + 1, found.length - 1)); else setText(""); },
      ArrowUp: () => setAt(Math.max(at - 1, 0)),
      Enter: () => { const one = found[at]; if (open && one) choose(one); },
      Escape: () => setText(null),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };
  return (
    <div className="scw-picker">
      <label className="form-label" htmlFor={id}>{t("workbench.record")}</label>
      <div className="scw-picker-line">
        <input
          id={id} className="form-control" role="combobox" autoComplete="off" aria-expanded={open} aria-controls={`${id}list`} disabled={!object}
          aria-activedescendant={open && found[at] ? `${id}${at}` : undefined} placeholder={object ? t("workbench.record_search") : t("workbench.no_record")}
          value={text ?? value?.name ?? ""} onChange={(event) => setText(event.target.value)} onKeyDown={keys}
          onFocus={(event) => event.target.select()} onClick={() => setText(text ?? "")} onBlur={() => setText(null)}
        />
        {value && <button type="button" className="btn btn-outline-secondary" onClick={() => choose(null)}>{t("workbench.no_record")}</button>}
      </div>
      <ul id={`${id}list`} role="listbox" aria-label={t("workbench.record")} hidden={!open} className="scw-options">
        {found.map((one, index) => (
          <li key={one.id} id={`${id}${index}`} role="option" aria-selected={index === at} onPointerDown={(event) => { event.preventDefault(); choose(one); }}>
            {one.name}
          </li>
        ))}
      </ul>
      {open && found.length === 0 && <p className="scw-options scw-none" role="status">{t("workbench.record_none")}</p>}
    </div>
  );
}

/** The house's own search of lookups answers with <option> elements. */
export async function search(object: string, text: string, signal: AbortSignal): Promise<Found[]> {
  const query = new URLSearchParams({ name: "record", q: text });
  const response = await fetch(`/records/-/lookup/${encodeURIComponent(object)}/?${query.toString()}`, { signal, credentials: "same-origin" });
  if (!response.ok) return [];
  const drawn = new DOMParser().parseFromString(`<select>${await response.text()}</select>`, "text/html");
  return [...drawn.querySelectorAll("option")].filter((one) => one.value).map((one) => ({ id: one.value, name: one.textContent.trim() }));
}
