/** The builder's island: `<div data-sc-canvas data-source="<id of a json_script>" data-outline="<id>">`.
 *  The outline is the server's own text of the same definition; one of the two is shown at a time. */
import { createRoot } from "react-dom/client";
import { t } from "../shared/messages";
import "./builder.scss";
import { Island } from "./Island";
import { readDrawing } from "./drawing";
import { Sprite } from "../shared/Icon";

const place = document.querySelector<HTMLElement>("[data-sc-canvas]");
if (place) {
  const drawing = readDrawing(document.getElementById(place.dataset.source ?? ""));
  const outline = document.getElementById(place.dataset.outline ?? "");
  const sprite = document.querySelector(".sc-icon use")?.getAttribute("href")?.split("#")[0] ?? "";
  const view = drawing ? <Island drawing={drawing} outline={outline} /> : <p className="scb-none">{t("builder.damaged")}</p>;
  createRoot(place).render(<Sprite.Provider value={sprite}>{view}</Sprite.Provider>);
}
