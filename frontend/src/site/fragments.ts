/** Whether an answer of refusal (4xx) is a piece of page to show: it says where it goes, or is a form with errors. */
export function isFragment(xhr: Pick<XMLHttpRequest, "status" | "getResponseHeader" | "responseText">): boolean {
  if (xhr.status < 400 || xhr.status >= 500) return false;
  const whole = /^\s*<!doctype/i.test(xhr.responseText);
  return !whole && (xhr.getResponseHeader("HX-Retarget") !== null || [409, 412, 422].includes(xhr.status));
}
