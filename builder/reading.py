"""What an automation reads of records, and what a change of it does: starts a run, wakes a waiting one, or nothing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from builder.words import Words
from builder.world import World
from engine.document import Definition
from engine.document.dependencies import Dependency, dependencies, reads
from records.selectors import all_objects


@dataclass(frozen=True)
class FieldRead:
    """wakes: a change starts a run or wakes one; uses: in words, where it is looked at."""

    object: str
    object_label: str
    field: str
    field_label: str
    wakes: bool
    uses: tuple[str, ...]


def fields_read(definition: Definition, words: Words, world: World | None = None) -> list[FieldRead]:
    """By object and field, in the order they are first looked at; what starts or wakes comes first."""
    known = world or World()
    found: dict[tuple[str, str], list[Dependency]] = {}
    for one in (*dependencies(definition, known), *reads(definition, known)):
        if one.field != "Id":  # it never changes
            found.setdefault((one.object, one.field), []).append(one)
    labels = {obj.api_name: obj.label for obj in all_objects()}
    told = [
        FieldRead(
            object=name,
            object_label=labels.get(name, name) or _("a record"),
            field=field,
            field_label=words.field(name, field),
            wakes=any(one.role != "read" for one in uses),
            uses=_uses(uses, words),
        )
        for (name, field), uses in found.items()
    ]
    return sorted(told, key=lambda one: not one.wakes)


def _uses(uses: list[Dependency], words: Words) -> tuple[str, ...]:
    """One clause for each way of looking at it, with all the steps that do."""
    steps: dict[str, list[str]] = {}
    for one in uses:
        holders = steps.setdefault(one.role, [])
        if (label := words.label(one.holder)) not in holders:
            holders.append(label)
    said = {
        "start": _("decides whether a saved record starts a run"),
        "entry": _("wakes a run where %(steps)s waits to start"),
        "exit": _("wakes a run where %(steps)s waits to end"),
        "read": _("read by %(steps)s"),
    }
    return tuple(said[role] % {"steps": ", ".join(holders)} for role, holders in steps.items())
