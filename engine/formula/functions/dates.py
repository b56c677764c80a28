"""Dates and times. Now and today come from the scope, never from a clock."""

import calendar
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import partial

from engine.formula.errors import Wrong
from engine.formula.functions.registry import function as registered
from engine.formula.numbers import whole
from engine.formula.operators import kind_name
from engine.formula.scope import Scope
from engine.values import Kind, Value

function = partial(registered, family="dates")
_FAR = 1_000_000
_MOMENT = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d{1,6})?)?)? ?(Z|[+-]\d{2}:?\d{2})?")


def _bad_date(message: str) -> Wrong:
    return Wrong("formula_date", message)


@function("NOW()", "", Kind.DATETIME, style="scoped", means="The moment.", example="NOW() = NOW()", gives="true")
def now(scope: Scope) -> datetime:
    return scope.at


@function(
    "TODAY()",
    "",
    Kind.DATE,
    style="scoped",
    means="The day, in the person's time zone.",
    example="TODAY() = DATEVALUE(NOW())",
    gives="true",
)
def today(scope: Scope) -> date:
    return scope.at.astimezone(scope.zone).date()


@function(
    "TIMENOW()",
    "",
    Kind.TIME,
    style="scoped",
    means="The time of day in GMT.",
    example="TIMENOW() = TIMENOW()",
    gives="true",
)
def timenow(scope: Scope) -> time:
    return scope.at.astimezone(UTC).time()


@function(
    "DATE(year, month, day)",
    "number number number",
    Kind.DATE,
    means="The date; one that is not in the calendar is a fault.",
    example="DATE(2026, 1, 31)",
    gives="2026-01-31",
)
def date_(year: Decimal, month: Decimal, day: Decimal) -> date:
    try:
        return date(whole(year, 0, _FAR), whole(month, 0, _FAR), whole(day, 0, _FAR))
    except ValueError:
        raise _bad_date("There is no such date.") from None


@function(
    "DATEVALUE(value)",
    "any",
    Kind.DATE,
    style="scoped",
    means="The day of a date/time in the person's time zone, or the date a text spells (YYYY-MM-DD).",
    nulls="Null and empty text give null.",
    example='DATEVALUE("2026-01-31")',
    gives="2026-01-31",
)
def datevalue(scope: Scope, value: Value) -> date | None:
    match value:
        case None:
            return None
        case datetime():
            return value.astimezone(scope.zone).date()
        case date():
            return value
        case str():
            found = _read_moment(value)
            return found and found.date()
    raise Wrong("formula_kind", f"DATEVALUE does not work on {kind_name(value)}.")


@function(
    "DATETIMEVALUE(value)",
    "any",
    Kind.DATETIME,
    means="The moment a text spells (YYYY-MM-DD HH:MM:SS, in GMT unless it says so), or midnight GMT of a date.",
    nulls="Null and empty text give null.",
    example='DATETIMEVALUE("2026-01-31 14:30:00")',
    gives="2026-01-31 14:30:00Z",
)
def datetimevalue(value: Value) -> datetime | None:
    match value:
        case None:
            return None
        case datetime():
            return value
        case date():
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        case str():
            return _read_moment(value)
    raise Wrong("formula_kind", f"DATETIMEVALUE does not work on {kind_name(value)}.")


def _read_moment(text: str) -> datetime | None:
    stripped = text.strip()
    if not stripped:
        return None
    if len(stripped) > 40 or not _MOMENT.fullmatch(stripped):
        raise _bad_date(f'"{stripped[:40]}" is not a date or date/time (YYYY-MM-DD HH:MM:SS).')
    day, _, rest = stripped.replace("T", " ").partition(" ")
    padded = "-".join(part.zfill(2) for part in day.split("-"))
    clock = rest.replace(" ", "")
    if clock[1:2] == ":":
        clock = "0" + clock
    try:
        found = datetime.fromisoformat(f"{padded}T{clock}" if clock[:1].isdigit() else padded)
    except ValueError:
        raise _bad_date(f'"{stripped}" is not in the calendar.') from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@function(
    "TIMEVALUE(value)",
    "any",
    Kind.TIME,
    means="The time of day of a date/time (in GMT), or the one a text spells (HH:MM:SS).",
    nulls="Null and empty text give null.",
    example='TIMEVALUE("14:30:00")',
    gives="14:30:00",
)
def timevalue(value: Value) -> time | None:
    match value:
        case None:
            return None
        case datetime():
            return value.astimezone(UTC).time()
        case time():
            return value
        case str() if not value.strip():
            return None
        case str():
            try:
                return time.fromisoformat(value.strip()).replace(tzinfo=None)
            except ValueError:
                raise _bad_date(f'"{value[:40]}" is not a time (HH:MM:SS).') from None
    raise Wrong("formula_kind", f"TIMEVALUE does not work on {kind_name(value)}.")


@function(
    "ADDMONTHS(date, months)",
    "moment number",
    0,
    means="So many months later (or earlier); the last day of a month stays the last day.",
    example="ADDMONTHS(DATE(2026, 2, 28), 1)",
    gives="2026-03-31",
)
def addmonths(start: date, months: Decimal) -> date:
    total = start.year * 12 + start.month - 1 + whole(months, -_FAR, _FAR)
    year, month = divmod(total, 12)
    if not 1 <= year <= 9999:
        raise _bad_date("The date is outside the years 1 to 9999.")
    last = calendar.monthrange(year, month + 1)[1]
    was_last = start.day == calendar.monthrange(start.year, start.month)[1]
    return start.replace(year=year, month=month + 1, day=last if was_last else min(start.day, last))


def _part(signature: str, means: str, example: str, gives: str, read: Callable[[date], int]) -> None:
    function(signature, "date", Kind.NUMBER, means=means, example=example, gives=gives)(
        lambda value: Decimal(read(value))
    )


_part("YEAR(date)", "The year.", "YEAR(DATE(2026, 1, 31))", "2026", lambda day: day.year)
_part("MONTH(date)", "The month, 1 to 12.", "MONTH(DATE(2026, 1, 31))", "1", lambda day: day.month)
_part("DAY(date)", "The day of the month, 1 to 31.", "DAY(DATE(2026, 1, 31))", "31", lambda day: day.day)
_part(
    "WEEKDAY(date)",
    "The day of the week: 1 is Sunday, 7 is Saturday.",
    "WEEKDAY(DATE(2026, 1, 31))",
    "7",
    lambda day: day.isoweekday() % 7 + 1,
)
_part(
    "DAYOFYEAR(date)",
    "The day of the year, 1 to 366.",
    "DAYOFYEAR(DATE(2026, 2, 1))",
    "32",
    lambda day: day.timetuple().tm_yday,
)
_part(
    "ISOWEEK(date)",
    "The week of the year, ISO 8601.",
    "ISOWEEK(DATE(2026, 1, 1))",
    "1",
    lambda day: day.isocalendar().week,
)
_part(
    "ISOYEAR(date)",
    "The year its ISO week belongs to.",
    "ISOYEAR(DATE(2027, 1, 1))",
    "2026",
    lambda day: day.isocalendar().year,
)


def _clock(signature: str, means: str, example: str, gives: str, read: Callable[[time], int]) -> None:
    function(signature, "time", Kind.NUMBER, means=means, example=example, gives=gives)(
        lambda value: Decimal(read(value))
    )


_clock("HOUR(time)", "The hour, 0 to 23.", 'HOUR(TIMEVALUE("14:30:05"))', "14", lambda at: at.hour)
_clock("MINUTE(time)", "The minute, 0 to 59.", 'MINUTE(TIMEVALUE("14:30:05"))', "30", lambda at: at.minute)
_clock("SECOND(time)", "The second, 0 to 59.", 'SECOND(TIMEVALUE("14:30:05"))', "5", lambda at: at.second)
_clock(
    "MILLISECOND(time)",
    "The millisecond, 0 to 999.",
    'MILLISECOND(TIMEVALUE("14:30:05.250"))',
    "250",
    lambda at: at.microsecond // 1000,
)
