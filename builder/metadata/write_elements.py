"""Trees of elements by kind: the reverse of elements/."""

from collections.abc import Callable
from typing import Any

from builder.metadata.elements.record_creates import MATCHING, MATCHING_TAGS, WORDS
from builder.metadata.elements.screens import FIELD_TYPES
from builder.metadata.emit import ABSENT, Tree, merged
from builder.metadata.names import camel
from builder.metadata.write_calls import CALL_WRITERS
from builder.metadata.write_parts import (
    TYPE_NAMES,
    conditions_tree,
    connector_tree,
    filters_tree,
    named_tree,
    text_or_absent,
    validation_tree,
    value_tree,
)
from builder.metadata.write_stages import stage_tree
from builder.metadata.write_waits import wait_tree
from engine.document import Element
from engine.document.elements import Decision, Unsupported
from engine.document.flow_elements import (
    Assignment,
    CreateRecords,
    GetRecords,
    Loop,
    Screen,
    ScreenField,
    UpdateRecords,
)
from engine.document.stages import End, Stage
from engine.document.wait_elements import Wait

FIELD_TYPE_NAMES = {kind: name for name, kind in FIELD_TYPES.items()}


def element_tree(element: Element) -> tuple[str, Tree]:
    """The XML name and the tree of an element."""
    tag, write = WRITERS[type(element)]
    if isinstance(element, Unsupported):
        tag = element.feature
    tree = {
        "name": element.name,
        "label": element.label or ABSENT,
        "description": text_or_absent(element.description),
        "locationX": ABSENT if "locationX" in element.extra else "0",
        "locationY": ABSENT if "locationY" in element.extra else "0",
        **write(element),
    }
    return tag, merged(_present(tree), element.extra)


def _present(tree: Tree) -> Tree:
    return {tag: value for tag, value in tree.items() if value is not ABSENT}


def _decision(decision: Decision) -> Tree:
    return {
        "rules": [
            merged(
                {
                    "name": outcome.name,
                    "label": outcome.label,
                    **conditions_tree(outcome.conditions),
                    "connector": connector_tree(outcome.connector),
                    "doesRequireRecordChangedToMeetCriteria": outcome.only_when_changed or ABSENT,
                },
                outcome.extra,
            )
            for outcome in decision.outcomes
        ]
        or ABSENT,
        "defaultConnector": connector_tree(decision.default),
        "defaultConnectorLabel": text_or_absent(decision.default_label),
    }


def _screen(screen: Screen) -> Tree:
    return {
        "fields": [_field(field) for field in screen.fields] or ABSENT,
        "allowBack": screen.allow_back,
        "allowFinish": screen.allow_finish,
        "allowPause": screen.allow_pause,
        "showHeader": screen.show_header,
        "showFooter": screen.show_footer,
        "helpText": text_or_absent(screen.help),
        "backButtonLabel": text_or_absent(screen.back_label),
        "nextOrFinishButtonLabel": text_or_absent(screen.next_label),
        "pauseButtonLabel": text_or_absent(screen.pause_label),
        "connector": connector_tree(screen.connector),
    }


def _field(field: ScreenField) -> Tree:
    extra = dict(field.extra)
    visible = field.visible_when
    return merged(
        _present(
            {
                "name": ABSENT if field.name == field.reference else field.name,
                "fieldType": text_or_absent(extra.pop("fieldType", FIELD_TYPE_NAMES.get(field.kind, ""))),
                "dataType": TYPE_NAMES[field.data] if field.data else ABSENT,
                "fieldText": text_or_absent(field.text),
                "helpText": text_or_absent(field.help),
                "isRequired": field.required,
                "defaultValue": value_tree(field.default),
                "choiceReferences": list(field.choices) or ABSENT,
                "defaultSelectedChoiceReference": text_or_absent(field.default_choice),
                "scale": ABSENT if field.scale is None else field.scale,
                "validationRule": validation_tree(field.validation),
                "visibilityRule": conditions_tree(visible) if visible else ABSENT,
                "fields": [_field(one) for one in field.fields] or ABSENT,
                "extensionName": text_or_absent(field.component),
                "objectFieldReference": text_or_absent(field.reference),
                "inputParameters": [named_tree(one) for one in field.inputs] or ABSENT,
            }
        ),
        extra,
    )


def _assignment(assignment: Assignment) -> Tree:
    items: list[Tree] = [
        merged(
            {"assignToReference": item.target, "operator": camel(item.operator), "value": value_tree(item.value)},
            item.extra,
        )
        for item in assignment.items
    ]
    return {"assignmentItems": items or ABSENT, "connector": connector_tree(assignment.connector)}


def _lookup(get: GetRecords) -> Tree:
    return {
        **filters_tree(get.filters),
        "object": text_or_absent(get.object),
        "getFirstRecordOnly": get.first_only,
        "limit": value_tree(get.limit),
        "queriedFields": list(get.queried_fields) or ABSENT,
        "sortField": text_or_absent(get.sort_field),
        "sortOrder": text_or_absent(get.sort_order.capitalize()),
        "storeOutputAutomatically": get.store_automatically or ABSENT,
        "outputReference": text_or_absent(get.output),
        "outputAssignments": [{"assignToReference": one.target, "field": one.field} for one in get.outputs] or ABSENT,
        "assignNullValuesIfNoRecordsFound": get.null_when_none,
        "connector": connector_tree(get.connector),
        "faultConnector": connector_tree(get.fault),
    }


def _create(create: CreateRecords) -> Tree:
    return {
        **_matching(create),
        "object": text_or_absent(create.object),
        "inputReference": text_or_absent(create.source),
        "inputAssignments": [named_tree(one, "field") for one in create.values] or ABSENT,
        "assignRecordIdToReference": text_or_absent(create.id_to),
        "storeOutputAutomatically": create.store_automatically or ABSENT,
        "connector": connector_tree(create.connector),
        "faultConnector": connector_tree(create.fault),
    }


def _matching(create: CreateRecords) -> Tree:
    """Words that a file brought along are in `extra`."""
    matching = create.matching
    if matching is None:
        return {}
    words: Tree = {}
    if not MATCHING_TAGS & set(create.extra):
        words = {"doesUpsert": True}
        if not create.source:
            words = {tag: WORDS[getattr(matching, name)] for tag, name in MATCHING.items()}
    return {**filters_tree(matching.filters), **words}


def _update(update: UpdateRecords) -> Tree:
    return {
        **filters_tree(update.filters),
        "object": text_or_absent(update.object),
        "inputReference": text_or_absent(update.source),
        "inputAssignments": [named_tree(one, "field") for one in update.values] or ABSENT,
        "connector": connector_tree(update.connector),
        "faultConnector": connector_tree(update.fault),
    }


def _loop(loop: Loop) -> Tree:
    return {
        "collectionReference": text_or_absent(loop.collection),
        "iterationOrder": loop.order.capitalize(),
        "assignNextValueToReference": text_or_absent(loop.target),
        "nextValueConnector": connector_tree(loop.each),
        "noMoreValuesConnector": connector_tree(loop.done),
    }


def _unsupported(element: Unsupported) -> Tree:
    return {tag: connector_tree(one) for tag, one in element.connectors.items()}


WRITERS: dict[type, tuple[str, Callable[[Any], Tree]]] = {
    Stage: ("orchestratedStages", stage_tree),
    Decision: ("decisions", _decision),
    End: ("ends", lambda end: {}),
    Screen: ("screens", _screen),
    Assignment: ("assignments", _assignment),
    GetRecords: ("recordLookups", _lookup),
    CreateRecords: ("recordCreates", _create),
    UpdateRecords: ("recordUpdates", _update),
    Loop: ("loops", _loop),
    Wait: ("waits", wait_tree),
    Unsupported: ("", _unsupported),
    **CALL_WRITERS,
}
