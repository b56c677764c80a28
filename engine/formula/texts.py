"""How values read as text."""

from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from typing import Protocol

from engine.formula.errors import Wrong
from engine.formula.numbers import number_text
from engine.formula.work import spend_text
from engine.values import RecordValue, Value

MAX_TEXT = 131_072


class Html(str):
    """Text that is markup already (a rich text template, HYPERLINK): `merge` puts it into HTML as it is."""

    __slots__ = ()


class Zoned(Protocol):
    @property
    def zone(self) -> tzinfo: ...


def to_text(value: Value, scope: Zoned) -> str:
    """A value for people: null is "", date/times in the scope's zone ("2026-01-31 14:30"), a record by its name.

    raises: Wrong for a number that is too large
    """
    if isinstance(value, datetime):
        return value.astimezone(scope.zone).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list | tuple):
        return ", ".join(to_text(item, scope) for item in value)
    if isinstance(value, RecordValue):
        name = value.fields.get("Name")
        return name if isinstance(name, str) and name else value.id
    return formula_text(value)


def formula_text(value: Value) -> str:
    """What TEXT gives: date/times in GMT ("2026-01-31 14:30:00Z"), numbers as plain digits, a record's id."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case Decimal():
            return number_text(value)
        case int() | float():
            return number_text(Decimal(str(value)))
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%SZ")
        case date() | time():
            return value.isoformat()
        case RecordValue():
            return value.id
        case _:
            return ";".join(formula_text(item) for item in value)


def fitting(length: int) -> None:
    """raises Wrong when a text of this length is more than a formula may make, or has work left for"""
    if length > MAX_TEXT:
        raise Wrong("formula_text_size", f"The text would have more than {MAX_TEXT} characters.")
    spend_text(length)
