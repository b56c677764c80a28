"""The main navigation: which places exist, who sees them, which one is open."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Place(NamedTuple):
    """perms: any one of them opens the place, none means everybody; under: path prefixes that belong to it.

    key: the letter after `g` on the keyboard; count: the URL name of a fragment with the place's open count.
    """

    label: str | Promise
    icon: str
    url_name: str
    under: tuple[str, ...]
    perms: tuple[str, ...] = ()
    key: str = ""
    count: str = ""  # type: ignore[assignment]  # hides tuple.count, which nobody needs here


PLACES = (
    Place(_("Work"), "inbox", "workitems:inbox", ("/work-items/",), key="i", count="workitems:count"),
    Place(_("Records"), "table", "records:objects", ("/records/",), key="e"),
    Place(_("Runs"), "activity", "runs:list", ("/runs/",), key="r"),
    Place(
        _("Automations"),
        "diagram-3",
        "builder:automations",
        ("/automations/", "/builder/"),
        ("stagecraft_people.manage_flows",),
        key="a",
    ),
    Place(_("Setup"), "gear", "people:setup", ("/setup/",), ("stagecraft_people.customize_application",), key="s"),
)


def places_of(request: HttpRequest) -> list[dict[str, Any]]:
    """What this person may open, in order: label, icon, url, current, key, count_url."""
    return [
        {
            "label": place.label,
            "icon": place.icon,
            "url": url,
            "current": request.path.startswith(place.under),
            "key": place.key,
            "count_url": url_or_none(place.count) if place.count else None,
        }
        for place in PLACES
        if _may_open(request, place) and (url := url_or_none(place.url_name))
    ]


def url_or_none(name: str) -> str | None:
    """The address of a named page, None in a house that was put together without that room."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _may_open(request: HttpRequest, place: Place) -> bool:
    user = request.user
    return user.is_authenticated and (not place.perms or any(user.has_perm(perm) for perm in place.perms))
