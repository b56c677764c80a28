"""Every path that a part of a definition reads, by looking at its shape: references, formulas, merge fields, left
sides of conditions. New parts of the document are seen without anybody listing them here."""

from collections.abc import Iterator
from typing import Any

import msgspec

from engine.document.call_elements import OutputTarget
from engine.document.conditions import Condition, Conditions
from engine.document.data_elements import DeleteRecords
from engine.document.elements import Connector
from engine.document.flow_elements import AssignmentItem, GetRecords, Matching, OutputField, UpdateRecords
from engine.document.operands import Expression, Reference
from engine.document.resources import ChoiceSet
from engine.formula import merge_paths, references

Path = tuple[str, ...]
_LEFT_IS_FIELD = (GetRecords, UpdateRecords, DeleteRecords, Matching, ChoiceSet)


def mentions(part: Any) -> frozenset[Path]:
    """Paths read by this part and all within it; what it writes to is left out."""
    return frozenset(_paths(part, fields=False))


def _paths(part: Any, *, fields: bool) -> Iterator[Path]:
    match part:
        case None | bool() | int() | float() | Connector() | OutputField() | OutputTarget():
            return
        case str():
            if "{!" in part:
                yield from merge_paths(part)
        case Reference():
            yield part.parts
        case Expression():
            yield from references(part.text)
        case Conditions():
            yield from references(part.formula) if part.formula else ()
            for row in part.rows:
                yield from _paths(row, fields=fields)
        case Condition():
            if not fields:
                yield tuple(part.left.split("."))
            yield from _paths(part.right, fields=fields)
        case AssignmentItem():
            if part.operator != "assign":
                yield tuple(part.target.split("."))
            yield from _paths(part.value, fields=fields)
        case list() | tuple():
            for item in part:
                yield from _paths(item, fields=fields)
        case msgspec.Struct():
            inner = isinstance(part, _LEFT_IS_FIELD)
            for name in part.__struct_fields__:
                if name != "extra":
                    yield from _paths(getattr(part, name), fields=inner or fields)
            yield from _source(part)
            if hasattr(part, "formula") and isinstance(part.formula, str):
                yield from references(part.formula)  # a screen field's validation


def _source(part: Any) -> Iterator[Path]:
    """The record resource that an element writes from, the collection that a loop goes through."""
    source = getattr(part, "source", "") or getattr(part, "collection", "")
    if isinstance(source, str) and source:
        yield tuple(source.split("."))
