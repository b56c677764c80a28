import Toast from "bootstrap/js/dist/toast";
import { t } from "../shared/messages";

export type Level = "success" | "info" | "warning" | "error";

/** Show the messages the server put in the page or sent later: they go after a while, errors stay. */
export function startToasts(): void {
  show(document);
  document.body.addEventListener("htmx:afterSettle", () => show(document));
  document.body.addEventListener("sc:toast", (event) => {
    const { message, level } = (event as CustomEvent<{ message: string; level?: Level }>).detail;
    toast(message, level);
  });
}

/** Say something short, `error` until it is closed. */
export function toast(message: string, level: Level = "info"): void {
  const holder = document.getElementById("toasts");
  if (!holder || [...holder.querySelectorAll(".toast-body")].some((body) => body.textContent === message)) return;
  holder.append(element(message, level));
  show(holder);
}

function show(root: ParentNode): void {
  for (const found of root.querySelectorAll<HTMLElement>("[data-sc-toast]:not([data-sc-shown])")) {
    found.dataset.scShown = "";
    found.addEventListener("hidden.bs.toast", () => found.remove());
    new Toast(found, { autohide: found.dataset.level !== "error", delay: 6000 }).show();
  }
}

function element(message: string, level: Level): HTMLElement {
  const box = document.createElement("div");
  box.className = "toast";
  box.dataset.scToast = "";
  box.dataset.level = level;
  box.setAttribute("role", level === "error" ? "alert" : "status");
  const row = Object.assign(document.createElement("div"), { className: "d-flex" });
  const body = Object.assign(document.createElement("div"), { className: "toast-body", textContent: message });
  const close = Object.assign(document.createElement("button"), { type: "button", className: "btn-close me-2 m-auto" });
  close.dataset.bsDismiss = "toast";
  close.setAttribute("aria-label", t("site.close"));
  row.append(body, close);
  box.append(row);
  return box;
}
