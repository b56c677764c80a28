"""A record's history for its page: who, when, before and after, and what caused it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.selectors import label_of
from records.catalog import fields_by_name
from records.cells import names_of, show_stored
from records.desk import Sheet
from records.models import RecordChange
from web.pages import CursorPage, cursor_page


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: SafeString | str
    after: SafeString | str


@dataclass(frozen=True)
class Line:
    """cause_label and cause_url: the run that did it, when one did."""

    at: datetime
    who: str
    action: str
    changes: list[FieldChange]
    cause_label: str
    cause_url: str


def history_page(request: HttpRequest, sheet: Sheet) -> CursorPage:
    rows = RecordChange.objects.filter(record_id=sheet.id).select_related("by")
    page = cursor_page(request, rows, ("-pk",), size=25)
    return replace(page, rows=_lines(request.user, page.rows, sheet))


def _lines(viewer: Any, rows: list[RecordChange], sheet: Sheet) -> list[Line]:
    fields = fields_by_name(sheet.object)
    looked_up: set[str] = set()
    for row in rows:
        for name, pair in row.changes.items():
            if name.lower() in fields and fields[name.lower()].kind == "lookup":
                looked_up |= {value for value in pair if isinstance(value, str)}
    names = names_of(viewer, looked_up)
    words = {"created": _("Created"), "updated": _("Changed"), "deleted": _("Deleted")}
    result = []
    for row in rows:
        changes = []
        for name, (before, after) in row.changes.items():
            field = fields.get(name.lower())
            if field is None:
                changes.append(FieldChange(name, str(before or ""), str(after or "")))
            elif not field.is_system:
                shown = [show_stored(field, value, names) for value in (before, after)]
                changes.append(FieldChange(field.label, *shown))
        cause_label, cause_url = cause_of(row.cause)
        who = label_of(row.by) if row.by else _("System")
        result.append(Line(row.at, who, words[row.action], changes, cause_label, cause_url))
    return result


def cause_of(cause: str) -> tuple[str, str]:
    """The cause run:42 is shown as "Run 42" with a link; other causes as they are."""
    kind, _colon, key = cause.partition(":")
    if kind == "run" and key:
        label: Any = _("Run %(number)s") % {"number": key.split(":")[0]}
        try:
            return label, reverse("runs:detail", args=[int(key.split(":")[0])])
        except (NoReverseMatch, ValueError):
            return label, ""
    if kind == "flow" and key:
        return _("the flow %(name)s") % {"name": key}, ""
    return cause, ""
