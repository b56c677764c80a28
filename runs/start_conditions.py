"""Does a saved record start an orchestration? Judged while it is saved, with the values before and after (R2)."""

from functools import lru_cache
from typing import Any

import msgspec

from engine.document import Definition
from engine.document.conditions import Conditions
from engine.errors import EngineError
from engine.formula import CompiledConditions, compile_conditions, judge
from engine.values import RecordValue, unpack
from records.scope import RECORD, RecordScope
from records.signals import Change


def met(defn: Definition, change: Change, by: Any = None) -> dict[str, Any] | None:
    """Why the change meets the start condition, as a trail keeps it ({} where there is none); None: it does not.

    by: who saves the record, for $User and its like
    "Only when updated to meet": the whole expression was false for the record before and is true now; a new record has
    no before and counts as false.
    raises: EngineError when the condition cannot be judged
    """
    if defn.start.filters.is_empty or change.after is None:
        return {}
    compiled = _compiled(defn.start.filters)
    before = _value(change, change.before)
    scope = RecordScope(_value(change, change.after), before, is_new=before is None, person=by)
    scope.prepare(compiled.references)
    verdict = judge(compiled, scope)
    if not verdict.result:
        return None
    if defn.start.only_when_changed and before is not None and judge(compiled, scope.now(before)).result:
        return None
    return verdict.to_json()


def fits(defn: Definition, change: Change, by: Any = None) -> bool:
    """Whether the record meets the start condition as it is now, whatever it was before; a condition that faults does
    not fit."""
    now = msgspec.structs.replace(defn, start=msgspec.structs.replace(defn.start, only_when_changed=False))
    try:
        return change.after is not None and met(now, change, by) is not None
    except EngineError:
        return False


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


def _value(change: Change, packed: dict[str, Any] | None) -> RecordValue | None:
    if packed is None:
        return None
    return RecordValue(change.object, change.record_id, {name: unpack(value) for name, value in packed.items()})
