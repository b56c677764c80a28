"""Trees of elements that call, delete or work on collections: the reverse of elements/calls.py and collections.py."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from builder.metadata.emit import ABSENT, Tree, merged
from builder.metadata.names import camel
from builder.metadata.write_parts import (
    TYPE_NAMES,
    conditions_tree,
    connector_tree,
    filters_tree,
    named_tree,
    text_or_absent,
    value_tree,
)
from engine.document.call_elements import ActionCall, CustomError, ErrorMessage, OutputTarget, Subflow
from engine.document.data_elements import (
    DeleteRecords,
    FilterCollection,
    MapCollection,
    RollBackRecords,
    SortCollection,
    SortKey,
    Transform,
    TransformValue,
)
from engine.values import Kind


def _subflow(call: Subflow) -> Tree:
    return {
        "flowName": text_or_absent(call.flow),
        "inputAssignments": [named_tree(one) for one in call.inputs] or ABSENT,
        "outputAssignments": [_output(one) for one in call.outputs] or ABSENT,
        **_after(call),
    }


def _action(call: ActionCall) -> Tree:
    return {
        "actionName": text_or_absent(call.action),
        "actionType": text_or_absent(call.kind),
        "inputParameters": [named_tree(one) for one in call.inputs] or ABSENT,
        "outputParameters": [_output(one) for one in call.outputs] or ABSENT,
        **_after(call),
    }


def _after(call: Subflow | ActionCall) -> Tree:
    return {
        "storeOutputAutomatically": call.store_automatically or ABSENT,
        "connector": connector_tree(call.connector),
        "faultConnector": connector_tree(call.fault),
    }


def _output(output: OutputTarget) -> Tree:
    tree = {"assignToReference": text_or_absent(output.target), "name": text_or_absent(output.name)}
    return merged(tree, output.extra)


def _error(error: CustomError) -> Tree:
    return {"customErrorMessages": [_message(one) for one in error.messages] or ABSENT}


def _message(message: ErrorMessage) -> Tree:
    says = message.field != ""
    flag: Any = says if says or "isFieldError" not in message.extra else ABSENT
    tree = {"errorMessage": message.text, "fieldSelection": text_or_absent(message.field), "isFieldError": flag}
    return merged(tree, message.extra)


def _delete(delete: DeleteRecords) -> Tree:
    return {
        **filters_tree(delete.filters),
        "object": text_or_absent(delete.object),
        "inputReference": text_or_absent(delete.source),
        "connector": connector_tree(delete.connector),
        "faultConnector": connector_tree(delete.fault),
    }


def _roll_back(element: RollBackRecords) -> Tree:
    return {"connector": connector_tree(element.connector)}


def _sort(sort: SortCollection) -> Tree:
    return {
        "collectionProcessorType": "SortCollectionProcessor",
        "collectionReference": text_or_absent(sort.collection),
        "limit": ABSENT if sort.limit is None else sort.limit,
        "sortOptions": [_key(key) for key in sort.keys] or ABSENT,
        "connector": connector_tree(sort.connector),
    }


def _key(key: SortKey) -> Tree:
    tree = {
        "doesPutEmptyStringAndNullFirst": key.empty_first,
        "sortField": text_or_absent(key.field),
        "sortOrder": key.order.capitalize(),
    }
    return merged(tree, key.extra)


def _filter(element: FilterCollection) -> Tree:
    return {
        "collectionProcessorType": "FilterCollectionProcessor",
        "collectionReference": text_or_absent(element.collection),
        "assignNextValueToReference": text_or_absent(element.item),
        **conditions_tree(element.conditions),
        "formula": text_or_absent(element.conditions.formula),
        "connector": connector_tree(element.connector),
    }


def _map(element: MapCollection) -> Tree:
    items = [
        merged({"assignToFieldReference": text_or_absent(one.target), "value": value_tree(one.value)}, one.extra)
        for one in element.items
    ]
    return {
        "collectionProcessorType": "RecommendationMapCollectionProcessor",
        "collectionReference": text_or_absent(element.collection),
        "assignNextValueToReference": text_or_absent(element.item),
        "outputSObjectType": text_or_absent(element.object),
        "mapItems": items or ABSENT,
        "connector": connector_tree(element.connector),
    }


def _transform(element: Transform) -> Tree:
    return {
        "dataType": ABSENT if element.kind is Kind.OPAQUE else TYPE_NAMES[element.kind],
        "objectType": text_or_absent(element.object),
        "isCollection": element.collection,
        "scale": ABSENT if element.scale is None else element.scale,
        "transformValues": [_group(list(of)) for _, of in groupby(element.values, lambda one: one.group)] or ABSENT,
        "connector": connector_tree(element.connector),
    }


def _group(values: list[TransformValue]) -> Tree:
    kept: Tree = {}
    trees: list[Tree] = []
    for value in values:
        extra = dict(value.extra)
        kept |= extra.pop("transformValues", {})
        tree = {
            "transformType": camel(value.action),
            "outputFieldApiName": text_or_absent(value.field),
            "inputParameters": [named_tree(one) for one in value.inputs] or ABSENT,
            "value": value_tree(value.value),
        }
        trees.append(merged(tree, extra))
    return merged({"transformValueActions": trees}, kept)


CALL_WRITERS: dict[type, tuple[str, Callable[[Any], Tree]]] = {
    Subflow: ("subflows", _subflow),
    ActionCall: ("actionCalls", _action),
    CustomError: ("customErrors", _error),
    DeleteRecords: ("recordDeletes", _delete),
    RollBackRecords: ("recordRollbacks", _roll_back),
    SortCollection: ("collectionProcessors", _sort),
    FilterCollection: ("collectionProcessors", _filter),
    MapCollection: ("collectionProcessors", _map),
    Transform: ("transforms", _transform),
}
