"""The index of Setup. A room that has setup pages adds them in its AppConfig.ready()."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
SET_UP = "stagecraft_people.customize_application"


@dataclass(frozen=True)
class SetupPage:
    """words: more that Quick Find should find it by; perm: who may open it."""

    section: Text
    label: Text
    description: Text
    icon: str
    url_name: str
    words: str = ""
    perm: str = SET_UP

    @property
    def url(self) -> str:
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""


_PEOPLE, _DATA, _SITE, _MAIL = _("People"), _("Data"), _("Site"), _("Mail")

_pages: list[SetupPage] = [
    SetupPage(
        _PEOPLE,
        _("People"),
        _("Who works here: log-in, role, manager, groups."),
        "people",
        "people:setup_people",
        "users password role manager deactivate inactive",
    ),
    SetupPage(
        _PEOPLE,
        _("Groups"),
        _("Public groups of people, which may hold other groups."),
        "person-lines-fill",
        "people:setup_groups",
        "members nested public",
    ),
    SetupPage(
        _PEOPLE,
        _("Queues"),
        _("Where work waits for whoever takes it first."),
        "inboxes",
        "people:setup_queues",
        "members email",
    ),
    SetupPage(
        _DATA,
        _("Objects and fields"),
        _("The kinds of records, their fields, and who sees them."),
        "table",
        "records:setup_objects",
        "custom picklist lookup sharing index",
    ),
    SetupPage(
        _SITE,
        _("Organization"),
        _("Name and address of your organization, as automations read them."),
        "building",
        "people:setup_organization",
        "company address $Organization",
    ),
    SetupPage(
        _SITE,
        _("Labels"),
        _("Texts that automations show, with translations."),
        "tag",
        "people:setup_labels",
        "custom translation language $Label",
    ),
    SetupPage(
        _SITE,
        _("Custom settings"),
        _("Values that automations read, for the site, a role or a person."),
        "sliders",
        "people:setup_settings",
        "hierarchy $Setup configuration limits",
    ),
    SetupPage(
        _MAIL,
        _("Mail"),
        _("How mail leaves this site, and a test message."),
        "envelope",
        "people:setup_mail",
        "email smtp sender notification",
    ),
]


def register(page: SetupPage) -> None:
    _pages.append(page)


def pages_for(user: Any, find: str = "") -> dict[Text, list[SetupPage]]:
    """Sections with the pages this user may open; with `find`, those that have every word of it."""
    words = find.casefold().split()
    sections: dict[Text, list[SetupPage]] = {}
    for page in _pages:
        text = f"{page.section} {page.label} {page.description} {page.words}".casefold()
        if page.url and user.has_perm(page.perm) and all(word in text for word in words):
            sections.setdefault(str(page.section), []).append(page)
    return sections
