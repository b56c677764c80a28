"""Moments and zones as the outside writes them."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo


def moment(text: str) -> datetime:
    """An ISO 8601 moment; without an offset it is UTC. raises ValueError"""
    value = datetime.fromisoformat(text)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def zone_of(name: str) -> tzinfo:
    """raises ValueError for a name that is not in the time zone data"""
    return UTC if name == "UTC" else ZoneInfo(name)
