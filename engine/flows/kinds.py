"""Bringing a value to the kind of what is to hold it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, tzinfo
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Any

from engine.values import Kind, RecordValue

TEXTS = frozenset({Kind.TEXT, Kind.PICKLIST, Kind.MULTIPICKLIST})
NUMBERS = frozenset({Kind.NUMBER, Kind.CURRENCY})
MAX_DIGITS = 60
EXACT = Context(prec=200)


class WrongKind(ValueError):
    """The value cannot be read as the kind; the text says what was expected."""


def coerce(value: Any, kind: Kind, zone: tzinfo) -> Any:
    """`value` as `kind`. None stays None; empty text is null for every kind but text.

    zone:   of dates made from moments and of moments made from dates
    raises: WrongKind
    """
    if value is None or (value == "" and kind not in TEXTS):
        return None
    return _COERCIONS[kind](value, zone)


def rounded(value: Any, scale: int | None) -> Any:
    """A number with `scale` decimal places at most; half away from zero. Others unchanged."""
    if scale is None or not isinstance(value, Decimal) or not value.is_finite():
        return value
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= scale:
        return value
    return value.quantize(Decimal(1).scaleb(-scale), rounding=ROUND_HALF_UP, context=EXACT)


def number_of(text: str) -> Decimal:
    """A number written with digits, sign and point, whatever the person's language. raises WrongKind"""
    cleaned = text.strip()
    if not cleaned or len(cleaned) > MAX_DIGITS or not set(cleaned) <= set("0123456789.+-"):
        raise WrongKind("a number such as 1234.5 is expected")
    try:
        return Decimal(cleaned)
    except InvalidOperation as error:
        raise WrongKind("a number such as 1234.5 is expected") from error


def plain_text(value: Any) -> str:
    """A value as text that reads back: ISO dates, numbers without exponent, true and false."""
    match value:
        case str():
            return str(value)
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case datetime() | date() | time():
            return value.isoformat()
        case RecordValue() if value.id:
            return value.id
        case list():
            return ";".join(plain_text(item) for item in value if item is not None)
    raise WrongKind("a text is expected")


def _text(value: Any, zone: tzinfo) -> str:
    return plain_text(value)


def _number(value: Any, zone: tzinfo) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str):
        return number_of(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    raise WrongKind("a number is expected")


def _boolean(value: Any, zone: tzinfo) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true"
    raise WrongKind("true or false is expected")


def _date(value: Any, zone: tzinfo) -> date:
    if isinstance(value, datetime):
        return value.astimezone(zone).date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            text = value.strip()
            return date.fromisoformat(text) if len(text) <= 10 else _moment(text, zone).astimezone(zone).date()
        except ValueError as error:
            raise WrongKind("a date such as 2026-01-31 is expected") from error
    raise WrongKind("a date is expected")


def _datetime(value: Any, zone: tzinfo) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=zone)
    if isinstance(value, str):
        try:
            return _moment(value.strip(), zone)
        except ValueError as error:
            raise WrongKind("a date and time such as 2026-01-31T09:30 is expected") from error
    raise WrongKind("a date and time is expected")


def _moment(text: str, zone: tzinfo) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _time(value: Any, zone: tzinfo) -> time:
    if isinstance(value, time):
        return value
    if isinstance(value, str):
        try:
            return time.fromisoformat(value.strip().rstrip("Z"))
        except ValueError as error:
            raise WrongKind("a time such as 09:30 is expected") from error
    raise WrongKind("a time is expected")


def _record(value: Any, zone: tzinfo) -> RecordValue:
    if isinstance(value, RecordValue):
        return value
    raise WrongKind("a record is expected")


def _as_it_is(value: Any, zone: tzinfo) -> Any:
    return value


_COERCIONS: dict[Kind, Callable[[Any, tzinfo], Any]] = {
    Kind.TEXT: _text,
    Kind.PICKLIST: _text,
    Kind.MULTIPICKLIST: _text,
    Kind.NUMBER: _number,
    Kind.CURRENCY: _number,
    Kind.BOOLEAN: _boolean,
    Kind.DATE: _date,
    Kind.DATETIME: _datetime,
    Kind.TIME: _time,
    Kind.RECORD: _record,
    Kind.OPAQUE: _as_it_is,
}
