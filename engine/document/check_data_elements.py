"""Problems of elements that delete records or work on collections."""

from collections.abc import Callable
from typing import Any

from engine.document.check_targets import collection_at, records_at
from engine.document.check_values import ValueChecks
from engine.document.data_elements import (
    DeleteRecords,
    FilterCollection,
    MapCollection,
    RollBackRecords,
    SortCollection,
    Transform,
)
from engine.document.definition import FlowKind
from engine.document.names import Meaning
from engine.flows.elements.transform import member_values
from engine.values import Kind

_ACTIONS = frozenset({"map", "sum", "count"})


def _delete(element: DeleteRecords, path: str, checks: ValueChecks) -> None:
    if element.source:
        meaning = checks.name(f"{path}/source", tuple(element.source.split(".")))
        if meaning is not None and meaning.kind not in (None, Kind.RECORD, Kind.TEXT):
            records_at(f"{path}/source", element.name, element.source, checks)
        return
    known = checks.object(path, element.object)
    checks.conditions(f"{path}/filters", element.filters, filtered=element.object if known else "")
    if element.filters.is_empty:
        message = f"{element.name} deletes every record of {element.object}: it has no filter."
        checks.add("delete_without_filter", path, message, "Add a filter.", severity="warning")


def _roll_back(element: RollBackRecords, path: str, checks: ValueChecks) -> None:
    if checks.names.defn.kind is not FlowKind.SCREEN:
        message = f"{element.name} rolls records back; the reference product does so in screen flows only."
        checks.add("roll_back_kind", path, message, severity="warning")


def _sort(element: SortCollection, path: str, checks: ValueChecks) -> None:
    held = collection_at(f"{path}/collection", element.name, element.collection, checks)
    for key in element.keys:
        if key.field:
            _field(f"{path}/keys/{key.field}", held, key.field, checks)


def _filter(element: FilterCollection, path: str, checks: ValueChecks) -> None:
    collection_at(f"{path}/collection", element.name, element.collection, checks)
    checks.conditions(f"{path}/conditions", element.conditions)


def _map(element: MapCollection, path: str, checks: ValueChecks) -> None:
    collection_at(f"{path}/collection", element.name, element.collection, checks)
    known = checks.names.known.has_object(element.object)
    for item in element.items:
        where = f"{path}/items/{item.target}"
        checks.operand(where, item.value)
        if known:
            checks.field(where, element.object, item.target.rpartition(".")[2])


def _transform(element: Transform, path: str, checks: ValueChecks) -> None:
    sources, values = member_values(element)
    for source in sources:
        collection_at(f"{path}/values", element.name, source, checks)
    if len(sources) > 1:
        message = f"{element.name} goes through {' and '.join(sources)} at once; only the first is gone through."
        checks.add("transform_unsupported", path, message, severity="warning")
    known = element.kind is Kind.RECORD and checks.names.known.has_object(element.object)
    for number, value in enumerate(values):
        where = f"{path}/values/{number}"
        if value.action not in _ACTIONS:
            message = f"{element.name} transforms by {value.action}, which does not run here."
            checks.add("transform_unsupported", where, message, soft=True)
        checks.operand(where, value.value)
        for given in value.inputs:
            checks.operand(where, given.value)
        if known and value.field:
            checks.field(where, element.object, value.field)


def _field(path: str, held: Meaning | None, name: str, checks: ValueChecks) -> None:
    if held is not None and held.object and checks.names.known.has_object(held.object):
        checks.field(path, held.object, name)


DATA_CHECKS: dict[type, Callable[[Any, str, ValueChecks], None]] = {
    DeleteRecords: _delete,
    RollBackRecords: _roll_back,
    SortCollection: _sort,
    FilterCollection: _filter,
    MapCollection: _map,
    Transform: _transform,
}
