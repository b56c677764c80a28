"""Schedules: the next time, over clock changes, leap days and short months."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.document.timing import Schedule
from engine.schedules import next_after

BERLIN = ZoneInfo("Europe/Berlin")


def times(frequency: Any, start: str, after: str, count: int = 4) -> list[str]:
    day, clock = start.split("T")
    schedule = Schedule(frequency, day, f"{clock}.000Z")
    found: list[str] = []
    now: datetime | None = datetime.fromisoformat(after).replace(tzinfo=BERLIN)
    while now is not None and len(found) < count and (now := next_after(schedule, now, BERLIN)) is not None:
        found.append(now.astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M%z"))
    return found


@pytest.mark.parametrize(
    ("frequency", "start", "after", "then"),
    [
        ("once", "2026-03-01T09:00:00", "2026-02-01", ["2026-03-01T09:00+0100"]),
        ("once", "2026-03-01T09:00:00", "2026-03-01T09:00", []),
        ("daily", "2026-03-28T09:00:00", "2026-01-01", ["2026-03-28T09:00+0100", "2026-03-29T09:00+0200"]),
        ("daily", "2026-03-01T02:30:00", "2026-03-28T12:00", ["2026-03-29T03:30+0200", "2026-03-30T02:30+0200"]),
        ("daily", "2026-10-01T02:30:00", "2026-10-24T12:00", ["2026-10-25T02:30+0200", "2026-10-26T02:30+0100"]),
        ("hourly", "2026-10-25T00:00:00", "2026-10-25T01:30", ["2026-10-25T02:00+0200", "2026-10-25T02:00+0100"]),
        ("weekdays", "2026-03-07T09:00:00", "2026-03-01", ["2026-03-09T09:00+0100", "2026-03-10T09:00+0100"]),
        ("weekdays", "2026-03-02T09:00:00", "2026-03-06T09:00", ["2026-03-09T09:00+0100", "2026-03-10T09:00+0100"]),
        ("weekly", "2026-03-02T09:00:00", "2026-03-25", ["2026-03-30T09:00+0200", "2026-04-06T09:00+0200"]),
        ("monthly", "2026-01-31T09:00:00", "2026-02-01", ["2026-02-28T09:00+0100", "2026-03-31T09:00+0200"]),
        ("yearly", "2028-02-29T09:00:00", "2028-03-01", ["2029-02-28T09:00+0100", "2030-02-28T09:00+0100"]),
        ("yearly", "2028-02-29T09:00:00", "2031-12-01", ["2032-02-29T09:00+0100", "2033-02-28T09:00+0100"]),
        ("on_activate", "2026-03-01T09:00:00", "2026-03-02", []),
    ],
)
def test_r31_the_next_times(frequency: str, start: str, after: str, then: list[str]) -> None:
    assert times(frequency, start, after, 2) == then


@pytest.mark.parametrize("frequency", ["hourly", "daily", "weekdays", "weekly", "monthly", "yearly"])
def test_r31_a_schedule_moves_on_and_never_comes_twice_at_one_time(frequency: Any) -> None:
    schedule = Schedule(frequency, "2025-12-31", "02:30:00.000Z")
    now = datetime(2025, 1, 1, tzinfo=UTC)
    for _ in range(400):
        then = next_after(schedule, now, BERLIN)
        assert then is not None
        assert then > now
        if frequency == "weekdays":
            assert then.astimezone(BERLIN).weekday() < 5
        now = then


def test_r31_a_schedule_far_in_the_past_is_found_at_once() -> None:
    schedule = Schedule("daily", "1990-01-01", "09:00:00.000Z")
    then = next_after(schedule, datetime(2026, 3, 2, 9, tzinfo=BERLIN), BERLIN)
    assert then == datetime(2026, 3, 3, 9, tzinfo=BERLIN)


def test_r31_what_is_no_date_is_an_error() -> None:
    with pytest.raises(ValueError, match="isoformat"):
        next_after(Schedule("daily", "", "soon"), datetime(2026, 3, 2, tzinfo=UTC), BERLIN)
