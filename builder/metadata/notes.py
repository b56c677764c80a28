"""Our own notes inside a flow file: what the format has no word for (see writer.py)."""

from typing import Any

import msgspec

from engine.document import Definition
from engine.document.stages import Deadline, Stage
from engine.document.timing import Moment

NOTES = "StagecraftNotes"


class Notes(msgspec.Struct, frozen=True):
    order: list[str] = []
    source: str | None = None
    process_type: str | None = None
    required: list[str] = []
    timing: dict[str, "StepTiming"] = {}


class StepTiming(msgspec.Struct, frozen=True, omit_defaults=True):
    due: Moment | None = None
    deadlines: tuple[Deadline, ...] = ()


def timing_of(definition: Definition) -> dict[str, StepTiming]:
    """Due dates and deadlines by step: the format knows none."""
    steps = [step for stage in definition.elements if isinstance(stage, Stage) for step in stage.steps]
    return {step.name: StepTiming(step.due, step.deadlines) for step in steps if step.due or step.deadlines}


def take_notes(extra: dict[str, Any]) -> tuple[Notes, dict[str, Any]]:
    """The notes among a flow's kept metadata values, and the rest without them. Notes nobody can read are none."""
    values = extra.get("processMetadataValues")
    listed = values if isinstance(values, list) else [values]
    ours = [one for one in listed if isinstance(one, dict) and one.get("name") == NOTES]
    if not ours:
        return Notes(), extra
    rest = [one for one in listed if one not in ours]
    kept = {tag: value for tag, value in extra.items() if tag != "processMetadataValues"}
    if rest:
        kept["processMetadataValues"] = rest if len(rest) > 1 else rest[0]
    try:
        text = ours[0]["value"]["stringValue"]
        return msgspec.json.decode(text, type=Notes), kept
    except (KeyError, TypeError, msgspec.DecodeError):
        return Notes(), kept


def follow_notes(definition: Definition, notes: Notes) -> Definition:
    changes: dict[str, Any] = {}
    if notes.order:
        place = {name: number for number, name in enumerate(notes.order)}
        changes["elements"] = tuple(sorted(definition.elements, key=lambda one: place.get(one.name, len(place))))
    if notes.source == "builder":
        changes["source"] = "builder"
    if notes.process_type is not None:
        changes["process_type"] = notes.process_type
    if notes.required:
        changes["variables"] = tuple(
            msgspec.structs.replace(one, required=True) if one.name in notes.required else one
            for one in definition.variables
        )
    if notes.timing:
        elements = changes.get("elements", definition.elements)
        changes["elements"] = tuple(_with_timing(element, notes.timing) for element in elements)
    return msgspec.structs.replace(definition, **changes) if changes else definition


def _with_timing(element: Any, timing: dict[str, StepTiming]) -> Any:
    if not isinstance(element, Stage):
        return element
    steps = [
        msgspec.structs.replace(step, due=timing[step.name].due, deadlines=timing[step.name].deadlines)
        if step.name in timing
        else step
        for step in element.steps
    ]
    return msgspec.structs.replace(element, steps=tuple(steps))
