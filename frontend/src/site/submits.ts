/** A second press of a button while the first is on its way does nothing. A press that failed can be repeated.
 *
 *  Plain forms: busy until the page goes away or comes back (back button, download, network error).
 *  htmx forms: busy until the answer came, whatever it was. */
const PATIENCE = 8000; // ms after which a plain form is believed to have failed

export function startSubmits(root: Document = document, patience = PATIENCE): void {
  root.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method === "dialog" || form.target === "_blank") return;
    if (isHtmx(form)) return;
    if (form.dataset.scBusy !== undefined) {
      event.preventDefault();
      return;
    }
    busy(form);
    setTimeout(() => idle(form), patience);
  });
  root.addEventListener("htmx:beforeRequest", (event) => {
    const form = formOf(event);
    if (!form || (event as CustomEvent<{ requestConfig?: { verb?: string } }>).detail.requestConfig?.verb === "get") return;
    if (form.dataset.scBusy !== undefined) event.preventDefault();
    else busy(form);
  });
  for (const name of ["htmx:afterRequest", "htmx:sendError", "htmx:timeout", "htmx:sendAbort"]) {
    root.addEventListener(name, (event) => {
      const form = formOf(event);
      if (form) idle(form);
    });
  }
  window.addEventListener("pageshow", () => root.querySelectorAll<HTMLFormElement>("form[data-sc-busy]").forEach(idle));
}

function busy(form: HTMLFormElement): void {
  form.dataset.scBusy = "";
  form.setAttribute("aria-busy", "true");
}

function idle(form: HTMLFormElement): void {
  delete form.dataset.scBusy;
  form.removeAttribute("aria-busy");
}

function formOf(event: Event): HTMLFormElement | null {
  return event.target instanceof Element ? event.target.closest("form") : null;
}

function isHtmx(form: HTMLFormElement): boolean {
  return form.hasAttribute("hx-post") || form.hasAttribute("hx-put") || form.hasAttribute("hx-patch");
}
