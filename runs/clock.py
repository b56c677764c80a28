"""The one place that says what time it is for runs, and whose days they count by."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

_ahead: ContextVar[timedelta] = ContextVar("stagecraft_clock_ahead", default=timedelta())


def now() -> datetime:
    return timezone.now() + _ahead.get()


@contextmanager
def advanced(by: timedelta) -> Iterator[None]:
    """Inside it is so much later, for this thread alone: to try out what waits for a time."""
    token = _ahead.set(_ahead.get() + by)
    try:
        yield
    finally:
        _ahead.reset(token)


def organization_zone() -> str:
    """IANA name of the time zone that dates and schedules are read in, whoever is looking."""
    return str(settings.TIME_ZONE)
