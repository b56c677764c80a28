"""Dates, and date/times as instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from engine.values import Kind
from records.kinds.base import BadValue, FieldType

if TYPE_CHECKING:
    from records.models import RecordField


class DateType(FieldType):
    value_kind = Kind.DATE

    def clean(self, field: RecordField, raw: Any) -> Any:
        match raw:
            case None | "":
                return None
            case datetime():
                return timezone.localdate(raw) if timezone.is_aware(raw) else raw.date()
            case date():
                return raw
            case str():
                try:
                    return date.fromisoformat(raw.strip())
                except ValueError:
                    pass
        raise BadValue(_("Write a date as year-month-day."))

    def store(self, value: Any) -> Any:
        return value.isoformat()

    def load(self, stored: Any) -> Any:
        return date.fromisoformat(stored)

    def key(self, value: Any) -> str:
        return value.isoformat()


class DateTimeType(FieldType):
    """An instant. Without a zone it is in the current one (the person's, on pages); a date is its midnight."""

    value_kind = Kind.DATETIME

    def clean(self, field: RecordField, raw: Any) -> Any:
        match raw:
            case None | "":
                return None
            case datetime():
                moment = raw
            case date():
                moment = datetime.combine(raw, time())
            case str():
                try:
                    moment = datetime.fromisoformat(raw.strip())
                except ValueError:
                    raise BadValue(_("Write a date and time.")) from None
            case _:
                raise BadValue(_("Write a date and time."))
        try:
            return (moment if timezone.is_aware(moment) else timezone.make_aware(moment)).astimezone(UTC)
        except OverflowError:
            raise BadValue(_("Write a date and time.")) from None

    def store(self, value: Any) -> Any:
        return value.astimezone(UTC).isoformat()

    def load(self, stored: Any) -> Any:
        return datetime.fromisoformat(stored)

    def key(self, value: Any) -> str:
        return value.astimezone(UTC).isoformat(timespec="microseconds")
