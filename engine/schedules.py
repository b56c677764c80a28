"""When a schedule comes next. Dates and times of day are the organization's; pure."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from engine.document.timing import Schedule, ScheduledPath
from engine.times import UNITS, Unit, at_clock, months_later, shifted

FREQUENCIES = ("once", "hourly", "daily", "weekdays", "weekly", "monthly", "yearly", "on_activate")


def begins(schedule: Schedule, zone: tzinfo) -> datetime:
    """The first date and time it names. raises ValueError"""
    return at_clock(date.fromisoformat(schedule.start_date), clock_of(schedule), zone).astimezone(UTC)


def clock_of(schedule: Schedule) -> time:
    """raises ValueError"""
    return time.fromisoformat(schedule.start_time.rstrip("Z") or "00:00").replace(microsecond=0)


def next_after(schedule: Schedule, after: datetime, zone: tzinfo) -> datetime | None:
    """The first time it comes later than `after`; None: never again.

    Every time is counted from the first one, so that a 31st comes back after a short month.
    raises: ValueError for a schedule that cannot be read
    """
    first, after = begins(schedule, zone), after.astimezone(UTC)  # in one zone Python compares clocks, not moments
    if first > after:
        return _on_weekday(schedule, first, zone)
    if schedule.frequency == "hourly":
        return first + timedelta(hours=int((after - first) / timedelta(hours=1)) + 1)
    days = max(0, (after.astimezone(zone).date() - first.astimezone(zone).date()).days)
    number = max(0, days // _SHORTEST.get(schedule.frequency, 1) - 1)
    while schedule.frequency in _SHORTEST:
        found = _time(schedule, number, zone)
        if found > after:
            return found
        number += 1
    return None


_SHORTEST = {"daily": 1, "weekdays": 7, "weekly": 7, "monthly": 31, "yearly": 366}  # days, so that none is overlooked


def _time(schedule: Schedule, number: int, zone: tzinfo) -> datetime:
    """The so-and-so-many-th time; of weekdays: counted in weeks of five."""
    day, clock = date.fromisoformat(schedule.start_date), clock_of(schedule)
    match schedule.frequency:
        case "weekly":
            day += timedelta(weeks=number)
        case "monthly":
            day = months_later(day, number)
        case "yearly":
            day = months_later(day, number * 12)
        case "weekdays":
            day = _workday(day, number)
        case _:
            day += timedelta(days=number)
    return at_clock(day, clock, zone).astimezone(UTC)


def _workday(start: date, number: int) -> date:
    first = start + timedelta(days=max(0, 7 - start.weekday()) if start.weekday() > 4 else 0)
    weeks, rest = divmod(first.weekday() + number, 5)
    return first - timedelta(days=first.weekday()) + timedelta(weeks=weeks, days=rest)


def _on_weekday(schedule: Schedule, first: datetime, zone: tzinfo) -> datetime:
    return _time(schedule, 0, zone) if schedule.frequency == "weekdays" else first


def path_time(path: ScheduledPath, base: datetime, zone: tzinfo) -> datetime:
    """When a scheduled path runs, counted from the save or from the field. raises ValueError"""
    if path.unit not in UNITS:
        raise ValueError(f"{path.unit} is not a unit of time.")
    unit: Unit = path.unit  # type: ignore[assignment]
    return shifted(base, path.amount, unit, zone)
