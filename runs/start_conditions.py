"""Does a saved record start an orchestration? Judged while it is saved, with the values before and after (R2)."""

from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any

import msgspec
from django.utils import timezone

from engine.document import Definition
from engine.document.conditions import Conditions
from engine.formula import CompiledConditions, UnknownName, Unreachable, compile_conditions, judge
from engine.orchestration.records import relation_field
from engine.values import RecordValue, Value, unpack
from records import selectors as records
from records.signals import Change

RECORD, PRIOR = "$Record", "$Record__Prior"


def holds(defn: Definition, change: Change) -> bool:
    """Whether the change meets the start condition.

    "Only when updated to meet": the whole expression was false for the record before and is true now; a new record has
    no before and counts as false.
    raises: EngineError when the condition cannot be judged
    """
    if defn.start.filters.is_empty or change.after is None:
        return True
    compiled = _compiled(defn.start.filters)
    if not judge(compiled, RecordScope(change.after, change.before, change)).result:
        return False
    if not defn.start.only_when_changed or change.before is None:
        return True
    return not judge(compiled, RecordScope(change.before, change.before, change)).result


@lru_cache(maxsize=512)
def _compiled_text(text: bytes) -> CompiledConditions:
    conditions = msgspec.json.decode(text, type=Conditions)
    rows = tuple(msgspec.structs.replace(row, left=_from_record(row.left)) for row in conditions.rows)
    return compile_conditions(msgspec.structs.replace(conditions, rows=rows))


def _compiled(conditions: Conditions) -> CompiledConditions:
    return _compiled_text(msgspec.json.encode(conditions))


def _from_record(left: str) -> str:
    """A start condition names fields; conditions elsewhere name paths."""
    return left if left.startswith("$") else f"{RECORD}.{left}"


class RecordScope:
    """What a start condition sees: the record, its values before the change, and records it points at."""

    def __init__(self, now: dict[str, Any], before: dict[str, Any] | None, change: Change) -> None:
        self._now = _value(change, now)
        self._before = _value(change, before) if before is not None else None
        self.at: datetime = timezone.now()
        self.zone: tzinfo = timezone.get_current_timezone()
        self.is_new = change.before is None

    def value(self, path: tuple[str, ...]) -> Value:
        if path[0].casefold() == PRIOR.casefold():
            return self.prior((RECORD, *path[1:]))
        self._must_be_record(path)
        return _walk(self._now, path)

    def prior(self, path: tuple[str, ...]) -> Value:
        self._must_be_record(path)
        if self._before is None:
            raise Unreachable(path, "the record is new")
        return _walk(self._before, path)

    def visited(self, name: str) -> bool:
        return False

    def has_error(self, name: str) -> bool:
        return False

    def _must_be_record(self, path: tuple[str, ...]) -> None:
        if path[0].casefold() != RECORD.casefold():
            raise UnknownName(path, (RECORD, PRIOR))


def _value(change: Change, packed: dict[str, Any]) -> RecordValue:
    return RecordValue(change.object, change.record_id, {name: unpack(value) for name, value in packed.items()})


def _walk(record: RecordValue, path: tuple[str, ...]) -> Value:
    value: Value = record
    for name in path[1:]:
        if not isinstance(value, RecordValue):
            raise Unreachable(path)
        value = _field(value, name, path)
    return value


def _field(record: RecordValue, name: str, path: tuple[str, ...]) -> Value:
    by_fold = {field.casefold(): field for field in record.fields}
    if (known := by_fold.get(name.casefold())) is not None:
        return record.fields[known]
    if name.casefold() == "id":
        return record.id
    related = relation_field(name, record.fields)
    target = record.fields.get(related) if related else None
    if not related:
        raise UnknownName(path)
    found = records.load([target]) if isinstance(target, str) and target else {}
    if not found:
        raise Unreachable(path)
    return next(iter(found.values()))
