"""A person's language, time zone and theme, kept in the session so that no page pays a query for them.

The people room calls `remember` when somebody signs in and when a profile is saved.
"""

import zoneinfo

from django.conf import settings
from django.http import HttpRequest

KEY = "personal"


def remember(request: HttpRequest, *, language: str = "", time_zone: str = "", theme: str = "") -> None:
    """Keep these preferences for the session; "" means the site's own."""
    request.session[KEY] = {"language": language, "time_zone": time_zone, "theme": theme}


def preference(request: HttpRequest, name: str) -> str:
    kept = request.session.get(KEY) if hasattr(request, "session") else None
    return str(kept.get(name, "")) if kept else ""


def language_of(request: HttpRequest) -> str:
    """A language there is a catalogue for: the person's own, else the site's."""
    code = preference(request, "language")
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def zone_of(request: HttpRequest) -> zoneinfo.ZoneInfo | None:
    try:
        name = preference(request, "time_zone")
        return zoneinfo.ZoneInfo(name) if name else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return None
