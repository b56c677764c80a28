"""Changing the records that are there and creating the others, as a flow asked."""

from collections.abc import Iterator
from typing import Any, Protocol

from engine.document.conditions import Operator
from engine.flows.requests import Filter, FindRecords, Match, UpsertRecords
from engine.values import RecordValue, pack, unpack
from runs.errors import ManyMatch


class Doing(Protocol):
    def find(self, request: FindRecords) -> list[RecordValue]: ...

    def insert(self, object_name: str, rows: list[dict[str, Any]]) -> list[str]: ...

    def change(self, changes: list[tuple[str, dict[str, Any]]]) -> None: ...


def done(work: Doing, request: UpsertRecords) -> Iterator[str]:
    """An id for each row, "" where nothing was done. At most one read, one insert and one update for all of them.

    raises: ManyMatch
    """
    rows = [{name: unpack(value) for name, value in row.items()} for row in request.rows]
    there = _there(work, request, rows)
    changes: list[tuple[str, dict[str, Any]]] = []
    new: list[int] = []
    ids = [""] * len(rows)
    for number, (row, found) in enumerate(zip(rows, there, strict=True)):
        wanted = _wanted(request, found)
        if not found and wanted == "create":
            new.append(number)
        elif found and wanted in ("update", "update_latest"):
            chosen = found if wanted == "update" else [max(found)]
            changes += [(record_id, row) for record_id in chosen]
            ids[number] = chosen[0]
    work.change(changes)
    if new:
        made = work.insert(request.object, [rows[number] for number in new])
        for number, record_id in zip(new, made, strict=True):
            ids[number] = record_id
    yield from ids


def _wanted(request: UpsertRecords, found: list[str]) -> str:
    match = request.match or Match()
    wanted = match.none if not found else match.one if len(found) == 1 else match.many
    if wanted == "fault":
        raise ManyMatch(object=request.object, count=len(found))
    return wanted


def _there(work: Doing, request: UpsertRecords, rows: list[dict[str, Any]]) -> list[list[str]]:
    """Ids of the records that each row is about."""
    known = [[key] if key else [] for key in request.ids] if request.ids else [[] for _ in rows]
    match = request.match
    if match is None or all(known):
        return known
    if not match.field:
        found = work.find(FindRecords(request.object, match.filters, match.logic, fields=("Id",)))
        return [one or [record.id for record in found] for one in known]
    values = [row.get(match.field) for row in rows]
    wanted = pack([value for value in dict.fromkeys(map(_key, values)) if value is not None])
    filters = (Filter(match.field, Operator.IN, wanted),)
    found = work.find(FindRecords(request.object, filters, fields=("Id", match.field))) if wanted else []
    by_value: dict[Any, list[str]] = {}
    for record in found:
        by_value.setdefault(_key(record.fields.get(match.field)), []).append(record.id)
    return [one or by_value.get(_key(value), []) for one, value in zip(known, values, strict=True)]


def _key(value: Any) -> Any:
    return value.id if isinstance(value, RecordValue) else value
