"""Stages and steps of a definition by name, worked out once per version."""

from dataclasses import dataclass

from builder.selectors import definition_of
from engine.document import Definition
from engine.document.stages import Stage, Step

KEPT = 512


@dataclass(frozen=True, eq=False, slots=True)
class Parts:
    defn: Definition
    stages: dict[str, Stage]
    steps: dict[str, Step]


_kept: dict[int, Parts] = {}


def parts_of(version_id: int) -> Parts:
    defn = definition_of(version_id)
    found = _kept.get(version_id)
    if found is None or found.defn is not defn:
        found = _made(defn)
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[version_id] = found
    return found


def _made(defn: Definition) -> Parts:
    stages = {item.name: item for item in defn.elements if isinstance(item, Stage)}
    return Parts(defn, stages, {step.name: step for stage in stages.values() for step in stage.steps})
