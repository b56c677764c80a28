"""Sort Collection: in place, by one or more keys, then cut to a limit."""

from datetime import datetime
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from engine.document.data_elements import SortCollection, SortKey
from engine.document.flow_elements import GetRecords
from engine.document.resources import Variable
from engine.flows.collections import collection_of
from engine.flows.moves import Go, Straight, go
from engine.flows.relations import MISSING, field_of
from engine.flows.scope import FlowScope
from engine.flows.targets import assign
from engine.values import RecordValue


class SortCollectionHandler(Straight):
    kind = "sort_collection"

    def enter(self, element: SortCollection, scope: FlowScope) -> Go:
        items = list(collection_of(element.collection, scope, element.name))
        for key in reversed(element.keys):
            items.sort(key=cmp_to_key(_comparing(key)))
        if element.limit is not None and element.limit > 0:
            items = items[: element.limit]
        held = scope.program.resources.get(scope.program.name(element.collection) or "")
        if isinstance(held, Variable) or (isinstance(held, GetRecords) and held.store_automatically):
            assign(scope, element.collection, items, element.name)
        scope.memory.results[element.name] = items
        scope.memory.note(element.name, self.kind, {"items": str(len(items))})
        return go(element.connector)


def _comparing(key: SortKey) -> Any:
    turn = -1 if key.order == "desc" else 1

    def compare(one: Any, other: Any) -> int:
        left, right = _value(one, key.field), _value(other, key.field)
        if left is None or right is None:
            if left is None and right is None:
                return 0
            return (-1 if left is None else 1) * (1 if key.empty_first else -1)
        left, right = _alike(left, right)
        return turn * (int(left > right) - int(left < right))

    return compare


def _value(item: Any, field: str) -> Any:
    """Empty text counts as no value."""
    if field and isinstance(item, RecordValue):
        item = field_of(item, field)
    return None if item is MISSING or item == "" else item


def _alike(left: Any, right: Any) -> tuple[Any, Any]:
    """Two values that can be compared; texts without heed of case, kinds that do not compare as texts."""
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold(), right.casefold()
    numbers = isinstance(left, Decimal) and isinstance(right, Decimal)
    if numbers or (type(left) is type(right) and not isinstance(left, RecordValue | list)):
        return left, right
    return _text(left), _text(right)


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
