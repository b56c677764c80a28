/** Forms marked `data-sc-guard`: leaving the page with something typed and not sent asks first. */
export function startUnsaved(root: Document = document): void {
  const before = new WeakMap<HTMLFormElement, string>();
  const leaving = new WeakSet<HTMLFormElement>();
  const look = () => {
    for (const form of guarded(root)) if (!before.has(form)) before.set(form, contentOf(form));
  };
  root.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) leaving.add(event.target as HTMLFormElement);
  });
  root.addEventListener("htmx:afterSettle", look);
  window.addEventListener("pageshow", () => guarded(root).forEach((form) => leaving.delete(form)));
  window.addEventListener("beforeunload", (event) => {
    const typed = guarded(root).some((form) => !leaving.has(form) && before.get(form) !== contentOf(form));
    if (typed) event.preventDefault();
  });
  look();
}

/** What a form would send, files by name; the token of the page does not count. */
export function contentOf(form: HTMLFormElement): string {
  const pairs = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  return JSON.stringify(pairs.map(([name, value]) => [name, value instanceof File ? value.name : value]));
}

function guarded(root: Document): HTMLFormElement[] {
  return [...root.querySelectorAll<HTMLFormElement>("form[data-sc-guard]")];
}
