"""What elements that call, delete or work on collections do, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from builder.words import Words
from engine.document import Element
from engine.document.call_elements import ActionCall, CustomError, Subflow
from engine.document.data_elements import (
    DeleteRecords,
    FilterCollection,
    MapCollection,
    SortCollection,
    Transform,
    TransformValue,
)
from engine.flows.actions import spec_of


def more_facts(element: Element, words: Words) -> Iterable[tuple[str, str]]:
    """(term, text) pairs."""
    match element:
        case Subflow():
            yield _("Calls"), element.flow
            yield from _passed(element, words)
        case ActionCall():
            spec = spec_of(element.kind)
            yield _("Calls"), spec.label if spec else f"{element.action} ({element.kind})"
            yield from _passed(element, words)
        case CustomError():
            for message in element.messages:
                beside = f" ({words.field(words.definition.start.object, message.field)})" if message.field else ""
                yield _("Says"), f"{message.text}{beside}"
        case DeleteRecords():
            where = words.sentence(element.filters, of=element.object)
            yield _("Deletes"), element.source or _("%(object)s where %(conditions)s") % {
                "object": element.object, "conditions": where.text,
            }  # fmt: skip
        case SortCollection():
            keys = ", ".join(f"{key.field} {key.order}".strip() for key in element.keys)
            yield _("Sorts"), f"{element.collection} ({keys})" if keys else element.collection
        case FilterCollection():
            says = {"object": element.collection, "conditions": words.sentence(element.conditions).text}
            yield _("Keeps"), _("%(object)s where %(conditions)s") % says
        case MapCollection():
            yield _("Makes"), f"{element.object} ← {element.collection}"
        case Transform():
            for value in element.values:
                yield _("Sets"), _transformed(value, words)


def _transformed(value: TransformValue, words: Words) -> str:
    source = words.operand(value.value) if value.action == "map" else value.action
    return f"{value.field} = {source}" if value.field else source


def _passed(element: Subflow | ActionCall, words: Words) -> Iterable[tuple[str, str]]:
    for given in element.inputs:
        yield _("Gives"), f"{given.name} = {words.operand(given.value)}"
    for output in element.outputs:
        yield _("Takes"), f"{output.target} = {output.name}"
