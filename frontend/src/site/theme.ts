import { keep } from "../shared/cookies";
import { post } from "../shared/http";

type Choice = "" | "light" | "dark";

/** The system's preference decides when the person chose nothing (""). */
export function shownTheme(choice: Choice, systemIsDark: boolean): "light" | "dark" {
  return choice || (systemIsDark ? "dark" : "light");
}

/** The buttons of the theme switch: show at once, keep with this browser and with the person's profile. */
export function startTheme(root: Document = document): void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const html = root.documentElement;
  let choice = chosen(html);
  const buttons = root.querySelectorAll<HTMLButtonElement>("[data-sc-theme-choice]");
  const show = () => {
    html.dataset.bsTheme = shownTheme(choice, system.matches);
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.scThemeChoice === choice));
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      choice = (button.dataset.scThemeChoice ?? "") as Choice;
      show();
      remember(choice, root);
    });
  }
  system.addEventListener("change", show);
  show();
}

function chosen(html: HTMLElement): Choice {
  return html.dataset.scTheme === "auto" ? "" : ((html.dataset.bsTheme ?? "") as Choice);
}

function remember(choice: Choice, root: Document): void {
  keep("theme", choice);
  const url = root.querySelector<HTMLElement>("[data-sc-theme-url]")?.dataset.scThemeUrl;
  if (url) void post(url, { theme: choice }).catch(() => undefined); // the browser keeps it anyway
}
