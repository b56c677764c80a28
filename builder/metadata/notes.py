"""Our own notes inside a flow file: what the format has no word for (see writer.py)."""

from typing import Any

import msgspec

from engine.document import Definition

NOTES = "StagecraftNotes"


class Notes(msgspec.Struct, frozen=True):
    order: list[str] = []
    source: str | None = None
    process_type: str | None = None
    required: list[str] = []


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
    return msgspec.structs.replace(definition, **changes) if changes else definition
