import { keep, kept } from "../shared/cookies";
import { t } from "../shared/messages";

export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Tell the server where this browser is (a cookie; the person's own choice wins), and offer it in the profile. */
export function startZone(root: ParentNode = document): void {
  const zone = browserZone();
  if (!zone) return;
  if (kept("browser_zone") !== zone) keep("browser_zone", zone);
  const select = root.querySelector<HTMLSelectElement>("select[data-sc-zone], select[name=time_zone]");
  const differs = select && select.value !== zone && [...select.options].some((option) => option.value === zone);
  if (differs) select.after(suggestion(select, zone));
}

function suggestion(select: HTMLSelectElement, zone: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-link btn-sm p-0 mt-1";
  button.textContent = t("site.zone_of_browser", { zone });
  button.addEventListener("click", () => {
    select.value = zone;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    button.remove();
  });
  return button;
}
