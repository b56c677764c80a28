"""Values as people read them: one cell for each field of each row, with the names of looked-up records in bulk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from engine.values import RecordValue
from records import sharing
from records.kinds import KINDS, BadValue
from records.models import RecordField
from records.selectors import RecordSummary, displays, get_object

Names = dict[str, RecordSummary]
NUMBERS = {"number", "currency", "percent"}


@dataclass(frozen=True)
class Cell:
    field: RecordField
    value: Any
    html: SafeString | str

    @property
    def is_empty(self) -> bool:
        return self.value is None

    @property
    def is_wide(self) -> bool:
        return self.field.kind == "long_text"

    @property
    def is_number(self) -> bool:
        return self.field.kind in NUMBERS


def names_for(viewer: Any, fields: Sequence[RecordField], values: Iterable[RecordValue]) -> Names:
    """Every record that is looked up in these fields, at most two queries."""
    lookups = [field.api_name for field in fields if field.kind == "lookup" and field.api_name != "Id"]
    return names_of(viewer, {value.fields.get(name) for value in values for name in lookups})


def names_of(viewer: Any, ids: Iterable[Any]) -> Names:
    """Records by id. Those of an object that is closed to the viewer keep their name and lose their link."""
    found = displays(record_id for record_id in ids if record_id)
    closed = {
        summary.object for summary in found.values() if sharing.seen_by(viewer, get_object(summary.object)) is None
    }
    return {key: replace(item, url="") if item.object in closed else item for key, item in found.items()}


def cells(fields: Sequence[RecordField], value: RecordValue, names: Names) -> list[Cell]:
    return [
        Cell(field, value.fields.get(field.api_name), show(field, value.fields.get(field.api_name), names))
        for field in fields
    ]


def show(field: RecordField, value: Any, names: Names, *, short: bool = False) -> SafeString | str:
    """One value as HTML. `short`: on one line, for tables and history."""
    if value is None:
        return ""
    match field.kind:
        case "checkbox":
            return _("Yes") if value else _("No")
        case "number" | "currency" | "percent" if isinstance(value, Decimal):
            text = number_format(value, force_grouping=True)
            return f"{text} %" if field.kind == "percent" else text
        case "datetime" if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
        case "date" if isinstance(value, date):
            return date_format(value, "DATE_FORMAT")
        case "lookup":
            return _link(str(value), names)
        case "email":
            return format_html('<a href="mailto:{0}">{0}</a>', value)
        case "phone":
            return format_html('<a href="tel:{}">{}</a>', "".join(str(value).split()), value)
        case "url":
            return format_html('<a href="{0}" rel="noopener noreferrer" target="_blank">{0}</a>', value)
        case "picklist":
            labels = {choice["value"]: choice.get("label") or choice["value"] for choice in field.choices}
            return str(labels.get(value, value))
        case "long_text" if not short:
            return mark_safe(linebreaks(str(value), autoescape=True))  # noqa: S308 - linebreaks escapes
    return str(value)


def show_stored(field: RecordField, stored: Any, names: Names) -> SafeString | str:
    """A stored value, as history keeps them."""
    if stored is None:
        return ""
    try:
        return show(field, KINDS[field.kind].load(stored), names, short=True)
    except (BadValue, ValueError, TypeError, ArithmeticError):  # the field's kind changed since
        return str(stored)


def _link(record_id: str, names: Names) -> SafeString | str:
    found = names.get(record_id)
    if found is None:
        return format_html('<span class="sc-meta">{}</span>', _("deleted"))
    return format_html('<a href="{}">{}</a>', found.url, found.name) if found.url else found.name
