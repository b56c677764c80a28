/** The builder's island: `<div id="builder-island" data-source="<id of a json_script>" data-sprite="<icons.svg>">`. */
import { createRoot } from "react-dom/client";
import { t } from "../shared/messages";
import "./builder.scss";
import { readDrawing } from "./drawing";
import { DrawingView } from "./DrawingView";
import { Sprite } from "./Icon";

const place = document.getElementById("builder-island");
if (place) {
  const drawing = readDrawing(document.getElementById(place.dataset.source ?? ""));
  const view = drawing ? <DrawingView drawing={drawing} /> : <p className="scb-none">{t("builder.damaged")}</p>;
  createRoot(place).render(<Sprite.Provider value={place.dataset.sprite ?? ""}>{view}</Sprite.Provider>);
}
