"""Lock a record against changes by people, and unlock it."""

from typing import Any

from records import locks
from runs.actions.base import Context, Given, needed, text


def lock(_action: str, given: Given, context: Context) -> dict[str, Any]:
    locks.lock(record_id=needed(given, "recordId"), reason=text(given, "reason"))
    return {}


def unlock(_action: str, given: Given, context: Context) -> dict[str, Any]:
    locks.unlock(record_id=needed(given, "recordId"))
    return {}
