import htmx from "htmx.org";
import { csrfToken } from "../shared/http";
import { t } from "../shared/messages";
import { isFragment } from "./fragments";
import { toast } from "./toasts";

/** htmx as our strict content policy wants it: no eval, no styles of its own, the token with every request. Every element
 *  says itself where its answer goes: nothing is inherited, so that a fragment works wherever it is put.
 *  A refusal (4xx) that says where it belongs, or a form that came back with errors, is swapped in; anything else
 *  leaves the page as it is and says so: nothing typed is lost. */
export function startHtmx(): void {
  Object.assign(htmx.config, { allowEval: false, includeIndicatorStyles: false, disableInheritance: true, allowScriptTags: false });
  const body = document.body;
  body.addEventListener("htmx:configRequest", (event) => {
    (event as CustomEvent<{ headers: Record<string, string> }>).detail.headers["X-CSRFToken"] = csrfToken();
  });
  body.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event as CustomEvent<{ xhr: XMLHttpRequest; shouldSwap: boolean; isError: boolean }>;
    if (isFragment(detail.xhr)) {
      detail.shouldSwap = true;
      detail.isError = false;
    }
  });
  body.addEventListener("htmx:responseError", (event) => {
    const { status } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr;
    if (status !== 401) toast(t(status === 404 ? "site.not_found" : "site.server_error"), "error");
  });
  body.addEventListener("htmx:sendError", () => toast(t("site.failed"), "error"));
}
