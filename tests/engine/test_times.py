"""Calendar arithmetic: days are people's days, hours are hours."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from engine.times import at_clock, months_later, shifted

BERLIN = ZoneInfo("Europe/Berlin")


def berlin(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("base", "amount", "unit", "then"),
    [
        (berlin(2026, 3, 28, 9), 1, "days", berlin(2026, 3, 29, 9)),
        (berlin(2026, 3, 28, 9), 24, "hours", berlin(2026, 3, 29, 10)),
        (berlin(2026, 10, 24, 9), 1, "days", berlin(2026, 10, 25, 9)),
        (berlin(2026, 10, 24, 9), 24, "hours", berlin(2026, 10, 25, 8)),
        (berlin(2026, 10, 1, 9), 4, "weeks", berlin(2026, 10, 29, 9)),
        (berlin(2028, 1, 31, 9), 1, "months", berlin(2028, 2, 29, 9)),
        (berlin(2027, 1, 31, 9), 1, "months", berlin(2027, 2, 28, 9)),
        (berlin(2026, 3, 2, 9), -3, "months", berlin(2025, 12, 2, 9)),
        (berlin(2026, 3, 2, 9), -90, "minutes", berlin(2026, 3, 2, 7, 30)),
    ],
)
def test_so_much_later(base: datetime, amount: int, unit: str, then: datetime) -> None:
    assert shifted(base, amount, unit, BERLIN) == then.astimezone(UTC)  # type: ignore[arg-type]


def test_a_time_of_day_that_is_skipped_comes_later_and_one_that_comes_twice_is_the_first() -> None:
    assert at_clock(date(2026, 3, 29), time(2, 30), BERLIN).isoformat() == "2026-03-29T03:30:00+02:00"
    assert at_clock(date(2026, 10, 25), time(2, 30), BERLIN).isoformat() == "2026-10-25T02:30:00+02:00"


def test_a_leap_day_a_year_later_is_the_last_of_february() -> None:
    assert months_later(date(2028, 2, 29), 12) == date(2029, 2, 28)


@pytest.mark.parametrize("amount", [10**9, -(10**9), 10**30])
def test_what_is_not_in_the_calendar_is_an_error(amount: int) -> None:
    with pytest.raises(ValueError, match="not in the calendar"):
        shifted(berlin(2026, 3, 2), amount, "days", BERLIN)
