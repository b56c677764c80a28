"""Calendar arithmetic in a time zone: offsets, dates with a time of day. Pure: moments and zones are given.

An hour is an hour. A day, a week, a month is as people count them: the same time of day on another date, whatever
clocks did in between, and a month that is too short gives its last day.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Literal as OneOf
from zoneinfo import ZoneInfo

Unit = OneOf["minutes", "hours", "days", "weeks", "months"]
UNITS: tuple[Unit, ...] = ("minutes", "hours", "days", "weeks", "months")
MOST_DAYS = 36_525  # a hundred years: whatever is farther off is a mistake
_EXACT = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1)}


@lru_cache(maxsize=64)
def zone_named(name: str) -> tzinfo:
    """ "" is UTC. raises ValueError for a name that is not in the time zone data"""
    return UTC if name in ("", "UTC") else ZoneInfo(name)


def moment(text: str) -> datetime:
    """An ISO 8601 moment; without an offset it is UTC. raises ValueError"""
    value = datetime.fromisoformat(text)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def at_clock(day: date, clock: time, zone: tzinfo) -> datetime:
    """When the clocks of the zone show it. Where they show it twice: the first time; where they skip it: as much later
    as they were set forward."""
    wall = datetime.combine(day, clock.replace(tzinfo=None), zone)
    return wall.astimezone(UTC).astimezone(zone)


def shifted(base: datetime, amount: Decimal | int, unit: Unit, zone: tzinfo) -> datetime:
    """`base` and so much later (earlier where the amount is below zero), in UTC.

    raises: ValueError for an amount that leads out of the calendar
    """
    try:
        if unit in _EXACT:
            moved = base.astimezone(UTC) + _EXACT[unit] * float(amount)
        elif unit == "months":
            local = base.astimezone(zone)
            moved = at_clock(months_later(local.date(), int(amount)), local.time(), zone)
        else:
            local = base.astimezone(zone)
            days = Decimal(amount) * (7 if unit == "weeks" else 1)
            whole = int(days)
            moved = at_clock(local.date() + timedelta(days=whole), local.time(), zone).astimezone(UTC)
            moved += timedelta(days=float(days - whole))
        if abs((moved - base).days) > MOST_DAYS:
            raise OverflowError
        return moved.astimezone(UTC)
    except (OverflowError, ValueError) as error:
        raise ValueError(f"{amount} {unit} from {base.date()} is not in the calendar.") from error


def months_later(day: date, months: int) -> date:
    """The same day of another month, or that month's last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
