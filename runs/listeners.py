"""What listens to a save: active versions that its objects start, runs that wait for its records. One statement.

It is asked before the save, when flows may still set fields, and remembered for what is told after it: the record's row
is locked by then, so that no run begins to wait for it in between.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection

from builder.models import FlowVersion, VersionStatus
from runs.models import Wake


@dataclass(frozen=True, slots=True)
class Found:
    """What listens: (version, flow, trigger_on) by object; (run, record) that wait."""

    triggers: dict[str, list[tuple[int, int, str]]]
    waiting: list[tuple[int, str]]


_Asked = tuple[frozenset[str], Found]
_asked: ContextVar[_Asked | None] = ContextVar("stagecraft_listeners", default=None)


def ask(objects: set[str], ids: list[str]) -> Found:
    """Before a save; `told` has the answer."""
    found = _read(sorted(objects), ids)
    _asked.set((frozenset(ids), found))
    return found


def told(objects: set[str], ids: list[str]) -> Found:
    """After a save: what was asked before it, else what listens now. An answer serves once."""
    asked = _asked.get()
    _asked.set(None)
    if asked is not None and asked[0] == frozenset(ids):
        return asked[1]
    return _read(sorted(objects), ids)


def now(objects: set[str], ids: list[str]) -> Found:
    """Whatever was asked before."""
    _asked.set(None)
    return _read(sorted(objects), ids)


def _read(objects: list[str], ids: list[str]) -> Found:
    versions, wakes = FlowVersion._meta.db_table, Wake._meta.db_table
    sql = (
        f"SELECT trigger_object, id, flow_id, trigger_on FROM {versions} "  # noqa: S608 (constants only)
        f"WHERE status = %s AND trigger_object IN ({_marks(objects)}) "
        f"UNION ALL SELECT record_id, run_id, NULL, NULL FROM {wakes} WHERE record_id IN ({_marks(ids)})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [VersionStatus.ACTIVE.value, *objects, *ids])
        rows = cursor.fetchall()
    found = Found({}, [])
    for name, key, flow_id, on in rows:
        if flow_id is None:
            found.waiting.append((key, name))
        else:
            found.triggers.setdefault(name, []).append((key, flow_id, on))
    return found


def _marks(values: Iterable[Any]) -> str:
    return ", ".join("%s" for _ in values)
