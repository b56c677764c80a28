"""The one custom signal of the house: records changed.

Sent inside the transaction that saves, once for each call of a service and for each save of a user, with

changes: list[Change]
by:      the user who did it, None for the system
cause:   what made it happen, e.g. "run:42"; "" for a person
depth:   how many sends this one is inside of: 0 unless a receiver saved records itself

A receiver that raises takes the save back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.dispatch import Signal

records_changed = Signal()

_depth: ContextVar[int] = ContextVar("records_changed_depth", default=0)


@dataclass(frozen=True)
class Change:
    """What happened to one record. before and after: all fields by API name, packed (engine.values.pack).

    before is None for a new record, after is None for a deleted one.
    """

    object: str
    record_id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def announce(changes: list[Change], *, by: Any, cause: str) -> None:
    """Tell everybody. Nothing to tell, nothing sent."""
    if not changes:
        return
    with _deeper() as depth:
        records_changed.send(sender=Change, changes=changes, by=by, cause=cause, depth=depth)


@contextmanager
def _deeper() -> Iterator[int]:
    depth = _depth.get()
    token = _depth.set(depth + 1)
    try:
        yield depth
    finally:
        _depth.reset(token)
