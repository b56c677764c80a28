"""Parts of the outline: where elements lead, and what flow elements do in words."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from builder.outline_calls import more_facts
from builder.words import Words
from engine.document import Element
from engine.document.elements import Connector, Decision, Unsupported
from engine.document.flow_elements import (
    Assignment,
    CreateRecords,
    GetRecords,
    Loop,
    Screen,
    ScreenField,
    UpdateRecords,
)
from engine.document.operands import Named
from engine.document.wait_elements import Wait, WaitEvent

OPERATORS = {"assign": "=", "add": "+=", "subtract": "-=", "add_item": "+=", "add_at_start": "+="}


def exits_of(element: Element) -> Iterator[tuple[str, Connector]]:
    """(when, connector) for every way out; when is "" for the ordinary one."""
    if isinstance(element, Decision):
        for outcome in element.outcomes:
            if outcome.connector:
                yield outcome.label, outcome.connector
        if element.default:
            yield element.default_label or _("Default outcome"), element.default
        return
    if isinstance(element, Unsupported):
        for name, way in element.connectors.items():
            yield ("" if name == "connector" else name), way
        return
    if isinstance(element, Loop):
        if element.each:
            yield _("for each"), element.each
        if element.done:
            yield _("after the last"), element.done
        return
    if isinstance(element, Wait):
        for event in element.events:
            if event.connector:
                yield event.label or event.name, event.connector
        if element.default:
            yield element.default_label or _("otherwise"), element.default
    connector: Connector | None = getattr(element, "connector", None)
    if connector:
        yield "", connector
    fault: Connector | None = getattr(element, "fault", None)
    if fault:
        yield _("when it fails"), fault


def facts_of(element: Element, words: Words) -> Iterable[tuple[str, str]]:
    """(term, text) pairs of a flow element."""
    match element:
        case Screen():
            yield from _screen(element)
        case Assignment():
            for item in element.items:
                sign = OPERATORS.get(item.operator, item.operator.replace("_", " "))
                yield _("Sets"), f"{item.target} {sign} {words.operand(item.value)}"
        case GetRecords():
            yield from _get(element, words)
        case CreateRecords():
            what = element.object or element.source
            yield _("Creates"), what + _values(element.object, element.values, words)
        case UpdateRecords():
            where = words.sentence(element.filters, of=element.object)
            which = element.source or _("%(object)s where %(conditions)s") % {
                "object": element.object, "conditions": where.text,
            }  # fmt: skip
            yield _("Updates"), which + _values(element.object, element.values, words)
        case Loop():
            order = f" ({_('from the end')})" if element.order == "desc" else ""
            yield _("Goes through"), element.collection + order
        case Wait():
            for event in element.events:
                yield _("Waits"), _wait(event, words)
        case Unsupported():
            yield _("Feature"), element.feature
        case _:
            yield from more_facts(element, words)


def _wait(event: WaitEvent, words: Words) -> str:
    if event.amount is not None:
        return f"{words.operand(event.amount)} {event.unit}"
    if event.date is not None:
        return _("until %(date)s") % {
            "date": f"{words.operand(event.date)} {event.clock.removesuffix('.000Z')}".strip()
        }
    given = ", ".join(f"{one.name} = {words.operand(one.value)}" for one in event.inputs)
    return f"{event.event}: {given}" if given else event.event


def _get(element: GetRecords, words: Words) -> Iterable[tuple[str, str]]:
    where = words.sentence(element.filters, of=element.object)
    says = {"object": element.object, "conditions": where.text}
    if where.how == "always":
        text = _("the first %(object)s") if element.first_only else _("every %(object)s")
    else:
        text = (
            _("the first %(object)s where %(conditions)s")
            if element.first_only
            else _("every %(object)s where %(conditions)s")
        )
    yield _("Finds"), text % says
    if element.sort_field:
        order = _("descending") if element.sort_order == "desc" else _("ascending")
        yield _("Sorted by"), f"{words.field(element.object, element.sort_field)}, {order}"
    target = element.output or ", ".join(
        f"{one.target} = {words.field(element.object, one.field)}" for one in element.outputs
    )
    if target:
        yield _("Into"), target


def _values(object_name: str, values: Iterable[Named], words: Words) -> str:
    parts = [f"{words.field(object_name, one.name)} = {words.operand(one.value)}" for one in values]
    return f": {', '.join(parts)}" if parts else ""


def _screen(screen: Screen) -> Iterable[tuple[str, str]]:
    for field in _flat(screen.fields):
        if field.kind in ("display_text", "section", "column"):
            continue
        required = f" ({_('required')})" if field.required else ""
        yield _("Asks for"), f"{field.text or field.name}{required}"


def _flat(fields: Iterable[ScreenField]) -> Iterator[ScreenField]:
    for field in fields:
        yield field
        yield from _flat(field.fields)
