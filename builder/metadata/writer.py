"""A definition as a flow file. Reading it back gives the same definition.

What the format has no word for (the order of elements of different kinds, required inputs, where the definition was
made) goes along as one process metadata value, a JSON text that other readers ignore.
"""

from typing import Any

import msgspec

from builder.metadata.emit import ABSENT, Tree, document, merged
from builder.metadata.names import PROCESS_TYPES, camel
from builder.metadata.notes import NOTES, timing_of
from builder.metadata.write_elements import element_tree
from builder.metadata.write_parts import (
    choice_set_tree,
    choice_tree,
    connector_tree,
    constant_tree,
    filters_tree,
    formula_tree,
    template_tree,
    text_or_absent,
    variable_tree,
)
from engine.document import Definition, Start
from engine.document.timing import ASYNC, Schedule, ScheduledPath

STATUS_WORDS = {"active": "Active", "draft": "Draft", "obsolete": "Obsolete"}
PROCESS_TYPE_NAMES = {kind: name for name, kind in PROCESS_TYPES.items()}


def write_flow(definition: Definition, *, status: str = "Draft") -> str:
    """status: "Active", "Draft" or "Obsolete"."""
    tree: Tree = {
        "label": definition.label,
        "description": text_or_absent(definition.description),
        "apiVersion": definition.api_version or ABSENT,
        "triggerOrder": definition.trigger_order or ABSENT,
        "interviewLabel": text_or_absent(definition.interview_label),
        "processType": text_or_absent(definition.process_type or PROCESS_TYPE_NAMES.get(definition.kind, "")),
        "runInMode": text_or_absent(definition.run_in_mode),
        "start": ABSENT if definition.start == Start() else _start(definition.start),
        "status": status,
        "variables": [variable_tree(one) for one in definition.variables] or ABSENT,
        "constants": [constant_tree(one) for one in definition.constants] or ABSENT,
        "formulas": [formula_tree(one) for one in definition.formulas] or ABSENT,
        "textTemplates": [template_tree(one) for one in definition.templates] or ABSENT,
        "choices": [choice_tree(one) for one in definition.choices] or ABSENT,
    }
    if definition.choice_sets:
        tree["dynamicChoiceSets"] = [choice_set_tree(one) for one in definition.choice_sets]
    tags: list[str] = []
    for element in definition.elements:
        tag, one = element_tree(element)
        tags.append(tag)
        tree.setdefault(tag, []).append(one)
    merged(tree, definition.extra)
    notes = _notes(definition, tags)
    if notes:
        merged(tree, {"processMetadataValues": {"name": NOTES, "value": {"stringValue": notes}}})
    return document("Flow", tree)


def _start(start: Start) -> Tree:
    return merged(
        {
            "locationX": ABSENT if "locationX" in start.extra else "0",
            "locationY": ABSENT if "locationY" in start.extra else "0",
            "connector": connector_tree(start.connector),
            "object": text_or_absent(start.object),
            "triggerType": text_or_absent(camel(start.trigger)),
            "recordTriggerType": text_or_absent(camel(start.on)),
            **filters_tree(start.filters),
            "doesRequireRecordChangedToMeetCriteria": start.only_when_changed or ABSENT,
            "schedule": _schedule(start.schedule) if start.schedule else ABSENT,
            "scheduledPaths": [_path(path) for path in start.paths] or ABSENT,
        },
        start.extra,
    )


def _schedule(schedule: Schedule) -> Tree:
    extra = dict(schedule.extra)
    return merged(
        {
            "frequency": text_or_absent(extra.pop("frequency", camel(schedule.frequency))),
            "startDate": text_or_absent(schedule.start_date),
            "startTime": text_or_absent(schedule.start_time),
        },
        extra,
    )


def _path(path: ScheduledPath) -> Tree:
    timed = path.kind != ASYNC
    return merged(
        {
            "name": ABSENT if path.name == ASYNC else path.name,
            "connector": connector_tree(path.connector),
            "label": text_or_absent(path.label),
            "maxBatchSize": ABSENT if path.batch is None else path.batch,
            "offsetNumber": path.amount if timed else ABSENT,
            "offsetUnit": path.unit.capitalize() if timed else ABSENT,
            "pathType": text_or_absent(camel(path.kind)),
            "recordField": text_or_absent(path.field),
            "timeSource": text_or_absent(camel(path.source)),
        },
        path.extra,
    )


def _notes(definition: Definition, tags: list[str]) -> str:
    notes: dict[str, Any] = {}
    if tags != sorted(tags):
        notes["order"] = [element.name for element in definition.elements]
    if definition.source != "metadata":
        notes["source"] = definition.source
        notes["process_type"] = definition.process_type
    required = [variable.name for variable in definition.variables if variable.required]
    if required:
        notes["required"] = required
    if timing := timing_of(definition):
        notes["timing"] = timing
    return msgspec.json.encode(notes).decode() if notes else ""
