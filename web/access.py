"""Who may open a page. A page view without one of these decorators is refused by a test (tests/house).

They work on function views; a class-based view is wrapped as `requires(perm)(View.as_view())`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from web.errors import NotAllowed

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Anybody who is signed in; others go to the login page and come back here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_login(request)
        return view(request, *args, **kwargs)

    guarded.access = "signed_in"  # type: ignore[attr-defined]
    return guarded


def requires(*perms: str) -> Callable[[View], View]:
    """Signed in and holding every one of `perms`, e.g. `requires("stagecraft_people.manage_flows")`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_login(request)
            if not request.user.has_perms(perms):
                raise NotAllowed(act=_("open this page"))
            return view(request, *args, **kwargs)

        guarded.access = perms  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: View) -> View:
    """Open to everybody, on purpose: login, health."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def to_login(request: HttpRequest) -> HttpResponse:
    """The login page, remembering where the person was; htmx is told to leave the page for it."""
    back = request.get_full_path()
    if request.headers.get("HX-Request") == "true":
        back = _path_of(request.headers.get("HX-Current-URL", "/"))
    elif request.method != "GET":
        back = "/"
    redirect = redirect_to_login(back, resolve_url("login"))
    if request.headers.get("HX-Request") != "true":
        return redirect
    answer = HttpResponse(status=401)
    answer["HX-Redirect"] = redirect["Location"]
    return answer


def _path_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
