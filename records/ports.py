"""Where rooms above enter: before a record is saved, and who else may see a record."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from engine.values import RecordValue, Value
from web.errors import Refusal


@dataclass
class Save:
    """A record about to be saved. `values` holds the fields that will change, clean; a listener may alter it.

    before: None for a new record
    """

    object: str
    record_id: str
    before: RecordValue | None
    values: dict[str, Value]


class BeforeSave(Protocol):
    """Called inside the saving transaction, before anything is written. Raises a Refusal to stop the save."""

    def __call__(self, saves: list[Save], *, by: Any, cause: str) -> None: ...


VisibleRecords = Callable[[Any], Iterable[str]]
"""Ids of records (or a queryset of them) a user may see for another reason than the object's sharing."""

SaveRefused = Callable[[Refusal], None]
"""Told of a refused save once nothing of it is left: what the transaction would have taken back can be kept now."""

_save_refused: list[SaveRefused] = []
_before_save: list[BeforeSave] = []
_visible: list[VisibleRecords] = []


def register(
    *,
    before_save: BeforeSave | None = None,
    visible_records: VisibleRecords | None = None,
    save_refused: SaveRefused | None = None,
) -> None:
    """Called once by a room's AppConfig.ready()."""
    if save_refused is not None:
        _save_refused.append(save_refused)
    if before_save is not None:
        _before_save.append(before_save)
    if visible_records is not None:
        _visible.append(visible_records)


def before_save(saves: list[Save], *, by: Any, cause: str) -> bool:
    """Ask everybody. True when somebody is there to ask, so that altered values are checked again."""
    for listener in _before_save:
        listener(saves, by=by, cause=cause)
    return bool(_before_save)


def save_refused(refusal: Refusal) -> None:
    for tell in _save_refused:
        tell(refusal)


def visible_records(user: Any) -> list[Iterable[str]]:
    return [ask(user) for ask in _visible]
