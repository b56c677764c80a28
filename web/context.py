"""Context of every page: theme, navigation."""

from typing import Any

from django.http import HttpRequest

from web import personal
from web.navigation import places_of, url_or_none

THEMES = ("light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    """theme: "light", "dark" or "" for what the person's system prefers; notices_*: of the bell, None without it."""
    return {
        "theme": theme_of(request),
        "nav_places": places_of(request) if hasattr(request, "user") else [],
        "notices_url": url_or_none("people:notices"),
        "notices_count_url": url_or_none("people:notice_count"),
    }


def theme_of(request: HttpRequest) -> str:
    """A signed-in person's own choice; before log-in, the one kept by this browser."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    kept = personal.preference(request, "theme") if signed_in else request.COOKIES.get("theme", "")
    return kept if kept in THEMES else ""
