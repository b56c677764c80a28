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
        found.setdefault((one.object, one.field), []).append(one)
    labels = {obj.api_name: obj.label for obj in all_objects()}
    told = [
        FieldRead(
            object=name,
            object_label=labels.get(name, name) or _("a record"),
            field=field,
            field_label=words.field(name, field),
            wakes=any(one.role != "read" for one in uses),
            uses=tuple(dict.fromkeys(_use(one, words) for one in uses)),
        )
        for (name, field), uses in found.items()
    ]
    return sorted(told, key=lambda one: not one.wakes)


def _use(one: Dependency, words: Words) -> str:
    holder = words.label(one.holder)
    match one.role:
        case "start":
            return _("decides whether a saved record starts a run")
        case "entry":
            return _("wakes a run where %(step)s waits to start") % {"step": holder}
        case "exit":
            return _("wakes a run where %(step)s waits to end") % {"step": holder}
    return _("read by %(step)s") % {"step": holder}
