"""Transform: a value or collection made from other values; `Name[$EachItem]` stands for each member of a collection."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import msgspec

from engine.document.data_elements import Transform, TransformValue
from engine.document.operands import Expression, Literal, Named, Operand, Reference
from engine.errors import Fault
from engine.flows.collections import collection_of, each_as
from engine.flows.kinds import WrongKind, number_of
from engine.flows.moves import Go, Straight, go
from engine.flows.program import EACH_ITEM, item_name
from engine.flows.relations import MISSING, field_of, with_field
from engine.flows.scope import FlowScope
from engine.values import Kind, RecordValue

_MEMBER = re.compile(r"([\w.$]+)" + re.escape(EACH_ITEM))


class TransformHandler(Straight):
    kind = "transform"

    def enter(self, element: Transform, scope: FlowScope) -> Go:
        sources, values = member_values(element)
        if element.collection and sources:
            items = collection_of(sources[0], scope, element.name)
            made: Any = [_made(element, values, scope) for _ in each_as(item_name(element), items, scope)]
        else:
            made = _made(element, values, scope)
            made = [made] if element.collection and made is not None else made
        made = scope.held_as(made, element.kind, element.name, collection=element.collection, scale=element.scale)
        scope.memory.results[element.name] = made
        scope.memory.note(element.name, self.kind, {"items": str(len(made))} if isinstance(made, list) else {})
        return go(element.connector)


def member_values(element: Transform) -> tuple[list[str], list[TransformValue]]:
    """The collections whose members the values name, and the values with the member at hand in place of them."""
    sources: dict[str, None] = {}
    values = []
    for value in element.values:
        if value.action == "map":
            sources.update(dict.fromkeys(_sources(value.value)))
            value = msgspec.structs.replace(value, value=_of_member(value.value, item_name(element)))
        values.append(value)
    return list(sources), values


def _sources(operand: Operand | None) -> Iterable[str]:
    text = operand.path if isinstance(operand, Reference) else getattr(operand, "text", "")
    return (found.group(1) for found in _MEMBER.finditer(text))


def _of_member(operand: Operand | None, name: str) -> Operand | None:
    match operand:
        case Reference():
            return Reference(_MEMBER.sub(name, operand.path))
        case Expression():
            return Expression(_MEMBER.sub(name, operand.text), operand.kind)
        case Literal(kind=Kind.TEXT):
            return Literal(Kind.TEXT, _MEMBER.sub(name, operand.text))
    return operand


def _made(element: Transform, values: list[TransformValue], scope: FlowScope) -> Any:
    if element.kind not in (Kind.RECORD, Kind.OPAQUE) or not any(value.field for value in values):
        return _value(values[0], element.name, scope) if values else None
    record = RecordValue(element.object, "")
    for value in values:
        record = with_field(record, value.field, _value(value, element.name, scope))
    return record


def _value(value: TransformValue, element: str, scope: FlowScope) -> Any:
    match value.action:
        case "map":
            return scope.resolve(value.value)
        case "count":
            return Decimal(len(_aggregated(value.inputs, element, scope)))
        case "sum":
            return _sum(_aggregated(value.inputs, element, scope), element)
    message = f"{element} transforms by {value.action}, which is not supported."
    raise Fault(message=message, element=element, code="transform_unsupported")


def _aggregated(inputs: tuple[Named, ...], element: str, scope: FlowScope) -> list[Any]:
    given = {one.name.casefold(): one.value for one in inputs}
    source = given.get("aggregationvalues")
    path = source.path if isinstance(source, Reference) else ""
    items = collection_of(path.replace(EACH_ITEM, ""), scope, element) if path else []
    field = scope.resolve(given.get("aggregationfield"))
    if not field:
        return items
    return [None if (found := field_of(one, str(field))) is MISSING else found for one in items]


def _sum(items: list[Any], element: str) -> Decimal:
    total = Decimal(0)
    for item in items:
        try:
            total += item if isinstance(item, Decimal) else number_of(str(item)) if item is not None else 0
        except WrongKind as error:
            message = f"{element} adds up {str(item)[:40]!r}: {error}."
            raise Fault(message=message, element=element, code="value_kind") from error
    return total
