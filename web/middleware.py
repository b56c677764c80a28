"""What every page shares: refusals become pages (or toasts), people see their own language and time zone."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone, translation

from web import personal
from web.api_errors import refusal_body
from web.errors import Refusal, Unreadable

NUL = "\0"
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class RefusalMiddleware:
    """Turns a `Refusal` raised by a page view into a page with its status, or into a toast where htmx asked.

    REST calls never come here: `web.api_errors.exception_handler` answers them.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refusal_response(request, exception) if isinstance(exception, Refusal) else None


def refusal_response(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal. htmx gets only a toast, appended to `#toasts`; what was typed stays where it is."""
    context = {"refusal": refusal}
    if request.headers.get("HX-Request") == "true":
        answer = render(request, "web/refusal_toast.html", context, status=refusal.status)
        answer["HX-Retarget"] = "#toasts"
        answer["HX-Reswap"] = "beforeend"
        return answer
    return render(request, "web/refusal.html", context, status=refusal.status)


class ReadableMiddleware:
    """Refuses addresses and forms that hold a NUL character: PostgreSQL cannot store or compare such text."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Here and not earlier: the form is read only once its token was checked."""
        if not (NUL in request.path or _has_nul(request.GET) or _has_nul(request.POST)):
            return None
        if request.path.startswith("/api/"):
            return JsonResponse(refusal_body(Unreadable()), status=Unreadable.status)
        return refusal_response(request, Unreadable())


def _has_nul(given: QueryDict) -> bool:
    return any(NUL in text for name, values in given.lists() for text in (name, *values))


class PersonalMiddleware:
    """Shows pages in the person's own language and time zone; `web.personal.remember` left them in the session."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = personal.language_of(request)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        with translation.override(language), timezone.override(personal.zone_of(request)):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
