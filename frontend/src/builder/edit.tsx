/** The builder's page: `<div data-sc-builder data-source="<id of a json_script>" data-back="<address>">`. */
import { createRoot } from "react-dom/client";
import { t } from "../shared/messages";
import "./builder.scss";
import "../shared/formula/formula.scss";
import "./editor.scss";
import { Editor } from "./editor/Editor";
import type { Start } from "./editor/server";
import { Sprite } from "../shared/Icon";

const place = document.querySelector<HTMLElement>("[data-sc-builder]");
if (place) {
  const start = readStart(document.getElementById(place.dataset.source ?? ""));
  const sprite = document.querySelector(".sc-icon use")?.getAttribute("href")?.split("#")[0] ?? "";
  const view = start ? <Editor start={start} back={place.dataset.back ?? "/"} /> : <p className="scb-none">{t("builder.damaged")}</p>;
  createRoot(place).render(<Sprite.Provider value={sprite}>{view}</Sprite.Provider>);
}

function readStart(source: HTMLElement | null): Start | null {
  try {
    return JSON.parse(source?.textContent ?? "") as Start;
  } catch {
    return null;
  }
}
