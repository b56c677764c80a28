/** The token Django wants with every changing request. */
export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** Post a form to our own server. */
export function post(url: string, values: Record<string, string>): Promise<Response> {
  return fetch(url, {
    method: "POST",
    body: new URLSearchParams(values),
    headers: { "X-CSRFToken": csrfToken() },
    credentials: "same-origin",
  });
}
