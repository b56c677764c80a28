"""Why a run moved: the verdicts of a trail line, told by `builder.reasons`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from builder.reasons import Reason, reason_of
from builder.words import Words
from engine.document import Definition
from engine.orchestration.turn import TrailLine
from records import selectors as records


def words_for(defn: Definition) -> Words:
    return Words(defn, _field_label)


def _field_label(object_name: str, path: str) -> str:
    field = records.field_of(object_name, path) if object_name and "." not in path and _is_object(object_name) else None
    return field.label if field is not None else ""


def _is_object(name: str) -> bool:
    return any(obj.api_name == name for obj in records.all_objects())


def reasons_of(line: TrailLine, words: Words) -> tuple[Reason, ...]:
    return tuple(_reasons(line, words))


def _reasons(line: TrailLine, words: Words) -> Iterator[Reason]:
    if line.because:
        yield reason_of(line.because, words)
    yield from reasons_of_considered(line.detail.get("considered", ()), words)


def reasons_of_considered(considered: Iterable[Mapping[str, Any]], words: Words) -> tuple[Reason, ...]:
    """Of a decision: the outcomes it tried, in their order."""
    return tuple(
        reason_of(one, words, title=one.get("label") or one.get("outcome", ""), result=one.get("taken"))
        for one in considered
    )
