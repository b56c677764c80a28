"""<collectionProcessors> and <transforms>"""

from typing import Any

from builder.metadata.elements.base import begin
from builder.metadata.elements.unsupported import read_unsupported
from builder.metadata.names import snake
from builder.metadata.node import Node
from builder.metadata.operands import conditions_of, connector_of, kind_called, named_of, operand_of
from engine.document.conditions import Conditions
from engine.document.data_elements import (
    FilterCollection,
    MapCollection,
    MapItem,
    SortCollection,
    SortKey,
    Transform,
    TransformValue,
)
from engine.document.elements import Unsupported
from engine.values import Kind

Collected = SortCollection | FilterCollection | MapCollection | Unsupported


def read_processor(node: Node) -> Collected:
    match node.peek("collectionProcessorType"):
        case "SortCollectionProcessor":
            return _sort(node)
        case "FilterCollectionProcessor":
            return _filter(node)
        case "RecommendationMapCollectionProcessor":
            return _map(node)
    return read_unsupported(node)


def _sort(node: Node) -> SortCollection:
    name, label, description = begin(node)
    node.take("collectionProcessorType")
    return SortCollection(
        name=name,
        label=label,
        description=description,
        collection=node.word("collectionReference"),
        keys=tuple(_key(item) for item in node.take_all("sortOptions")),
        limit=node.integer("limit"),
        connector=connector_of(node.take("connector")),
        extra=node.rest(silent=True),
    )


def _key(node: Node) -> SortKey:
    field, order = node.word("sortField"), node.word("sortOrder").lower() or "asc"
    return SortKey(field, order, node.flag("doesPutEmptyStringAndNullFirst"), node.rest())


def _filter(node: Node) -> FilterCollection:
    name, label, description = begin(node)
    node.take("collectionProcessorType")
    formula = node.text("formula")
    conditions = conditions_of(node)
    if formula:
        conditions = Conditions("formula", conditions.rows, formula)
    return FilterCollection(
        name=name,
        label=label,
        description=description,
        collection=node.word("collectionReference"),
        item=node.word("assignNextValueToReference"),
        conditions=conditions,
        connector=connector_of(node.take("connector")),
        extra=node.rest(silent=True),
    )


def _map(node: Node) -> MapCollection:
    name, label, description = begin(node)
    node.take("collectionProcessorType")
    return MapCollection(
        name=name,
        label=label,
        description=description,
        collection=node.word("collectionReference"),
        item=node.word("assignNextValueToReference"),
        object=node.word("outputSObjectType"),
        items=tuple(_item(item) for item in node.take_all("mapItems")),
        connector=connector_of(node.take("connector")),
        extra=node.rest(silent=True),
    )


def _item(node: Node) -> MapItem:
    target = node.word("assignToFieldReference")
    extra: dict[str, Any] = {}
    value_node = node.take("value")
    value = operand_of(value_node)
    if value_node is not None and value_node.names_left():
        extra["value"] = value_node.rest()
    return MapItem(target, value, {**extra, **node.rest(silent=True)})


def read_transform(node: Node) -> Transform:
    name, label, description = begin(node)
    extra: dict[str, Any] = {}
    raw = node.word("dataType")
    kind = kind_called(raw, node)
    if kind is Kind.OPAQUE:
        extra |= {"dataType": raw} if raw else {}
        node.report.unsupported(f"transforms: {raw} values")
    values: list[TransformValue] = []
    for number, group in enumerate(node.take_all("transformValues")):
        values += _values(group, number)
    return Transform(
        name=name,
        label=label,
        description=description,
        kind=kind,
        object=node.word("objectType"),
        collection=node.flag("isCollection"),
        scale=node.integer("scale"),
        values=tuple(values),
        connector=connector_of(node.take("connector")),
        extra={**extra, **node.rest(silent=True)},
    )


def _values(group: Node, number: int) -> list[TransformValue]:
    """The values of one group; what else the group says is kept with its first value."""
    values = [_value(item, number) for item in group.take_all("transformValueActions")]
    kept = group.rest(silent=True)
    if kept and values:
        values[0].extra["transformValues"] = kept
    return values


def _value(node: Node, group: int) -> TransformValue:
    action = snake(node.word("transformType"))
    if action not in ("map", "sum", "count"):
        node.report.unsupported(f"transforms: {action}")
    extra: dict[str, Any] = {}
    value_node = node.take("value")
    value = operand_of(value_node)
    if value_node is not None and value_node.names_left():
        extra["value"] = value_node.rest(silent=True)
    inputs = tuple(named_of(item) for item in node.take_all("inputParameters"))
    field = node.word("outputFieldApiName")
    return TransformValue(action, field, value, inputs, group, {**extra, **node.rest(silent=True)})
