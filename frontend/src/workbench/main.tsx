/** The formula workbench's island: `<div data-sc-workbench>`, objects in the json_script "workbench-objects". */
import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import type { Catalogue } from "../shared/formula/types";
import { Sprite } from "../shared/Icon";
import { t } from "../shared/messages";
import { type ObjectFact, Workbench } from "./Workbench";
import { loadCatalogue } from "../shared/formula/load";
import "../shared/formula/formula.scss";
import "./workbench.scss";

function Opening({ objects }: { objects: ObjectFact[] }) {
  const [catalogue, setCatalogue] = useState<Catalogue>();
  const [failed, setFailed] = useState("");
  useEffect(() => {
    const ask = () => loadCatalogue().then(setCatalogue, (error: unknown) => setFailed(error instanceof Error ? error.message : ""));
    void ask();
    const again = () => void ask();
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  }, []);
  if (catalogue) return <Workbench catalogue={catalogue} objects={objects} />;
  return <p className="sc-meta" role="status">{failed ? t("workbench.failed", { detail: failed }) : t("workbench.loading")}</p>;
}

const place = document.querySelector<HTMLElement>("[data-sc-workbench]");
if (place) {
  const objects = JSON.parse(document.getElementById("workbench-objects")?.textContent ?? "[]") as ObjectFact[];
  const sprite = document.querySelector(".sc-icon use")?.getAttribute("href")?.split("#")[0] ?? "";
  createRoot(place).render(<Sprite.Provider value={sprite}><Opening objects={objects} /></Sprite.Provider>);
}
