"""What a choice set offers: asked of the records room once for each coming to a screen, or members of a collection."""

from dataclasses import dataclass
from typing import Any

from engine.document.flow_elements import Screen, ScreenField
from engine.document.resources import ChoiceSet
from engine.errors import Fault
from engine.flows.filters import filters_of
from engine.flows.kinds import WrongKind, plain_text
from engine.flows.program import screen_fields
from engine.flows.relations import MISSING, NeedFacts, field_of
from engine.flows.requests import FindChoices, FindRecords, ReadPicklist
from engine.flows.scope import FlowScope
from engine.flows.targets import assign
from engine.values import RecordValue, unpack

MOST = 200  # choices of one set (domain.md 13)


class NeedChoices(Exception):
    """Not an error: the records room must say what there is to choose from. The interpreter asks and begins again."""


@dataclass(frozen=True, slots=True)
class Option:
    """value: of the set's kind; text: the same as it is posted; record: what it was made from, None for picklists."""

    value: Any
    text: str
    label: str
    record: RecordValue | None = None


def options_of(choice_set: ChoiceSet, scope: FlowScope) -> list[Option]:
    """At most MOST, each value once. raises NeedChoices, NeedFacts; Fault"""
    if choice_set.collection:
        rows: list[Any] = _members(choice_set, scope)
    else:
        asked = question(choice_set, scope)
        kept = scope.memory.offers.get(choice_set.name)
        if kept is None or kept.asked != asked:
            raise NeedChoices(choice_set.name)
        rows = [unpack(row) for row in kept.rows]
    found: dict[str, Option] = {}
    for option in (_option(row, choice_set, scope) for row in rows):
        if option is not None:
            found.setdefault(option.text, option)
    options = list(found.values())
    if choice_set.picklist_field and choice_set.sort_order:
        options.sort(key=lambda option: option.label.casefold(), reverse=choice_set.sort_order == "desc")
    return options[: _limit(choice_set)]


def question(choice_set: ChoiceSet, scope: FlowScope) -> FindRecords | ReadPicklist:
    """raises Fault; NeedFacts"""
    if choice_set.picklist_field:
        return ReadPicklist(choice_set.picklist_object, choice_set.picklist_field)
    filters, logic = filters_of(choice_set.filters, scope, choice_set.name)
    wanted = (choice_set.display_field, choice_set.value_field, *(output.field for output in choice_set.outputs))
    return FindRecords(
        object=choice_set.object,
        filters=filters,
        logic=logic,
        fields=tuple(dict.fromkeys(("Id", *(name for name in wanted if name)))),
        sort_field=choice_set.sort_field,
        sort_order=choice_set.sort_order,
        limit=_limit(choice_set),
    )


def question_of_screen(screen: Screen, scope: FlowScope) -> FindChoices:
    """Everything the screen's sets have to ask now, in one request."""
    sets: dict[str, FindRecords | ReadPicklist] = {}
    for choice_set in scope.program.choice_sets(screen):
        if choice_set.collection:
            continue
        try:
            asked = question(choice_set, scope)
        except (NeedFacts, Fault):
            continue  # met again, and said, when its field is shown
        kept = scope.memory.offers.get(choice_set.name)
        if kept is None or kept.asked != asked:
            sets[choice_set.name] = asked
    return FindChoices(sets)


def picked(choice_set: ChoiceSet, field: ScreenField, scope: FlowScope) -> list[Option]:
    """The options of a set that the answer of a field holds. raises NeedChoices, NeedFacts; Fault"""
    answer = scope.memory.answers.get(field.name)
    if answer is None:
        return []
    texts = {plain_text(answer), *plain_text(answer).split(";")}
    return [option for option in options_of(choice_set, scope) if option.text in texts]


def take_outputs(screen: Screen, scope: FlowScope) -> None:
    """Fields of the chosen records go where the sets say; null where nothing was chosen. Of several records the last.

    raises: Fault; NeedFacts
    """
    for field in screen_fields(screen.fields):
        for choice_set in scope.program.choice_sets(screen):
            if choice_set.name not in field.choices or not choice_set.outputs:
                continue
            chosen = picked(choice_set, field, scope)
            record = chosen[-1].record if chosen else None
            for output in choice_set.outputs:
                value = field_of(record, output.field) if record is not None else None
                assign(scope, output.target, None if value is MISSING else value, screen.name)


def _members(choice_set: ChoiceSet, scope: FlowScope) -> list[Any]:
    members = scope.look_up(tuple(choice_set.collection.split(".")))
    if members is None:
        return []
    if not isinstance(members, list):
        message = f"{choice_set.name} offers the members of {choice_set.collection}, which is not a collection."
        raise Fault(message=message, code="value_kind")
    return members


def _option(row: Any, choice_set: ChoiceSet, scope: FlowScope) -> Option | None:
    """None for what has no value: it could not be told from choosing nothing."""
    if choice_set.picklist_field:
        return Option(scope.held_as(row.id, choice_set.kind, choice_set.name), row.id, str(row.fields["label"]))
    if not isinstance(row, RecordValue):
        return None if row in (None, "") else Option(row, plain_text(row), plain_text(row))
    value = field_of(row, choice_set.value_field or "Id")
    shown = field_of(row, choice_set.display_field) if choice_set.display_field else MISSING
    if value is MISSING or value in (None, ""):
        return None
    held = scope.held_as(value, choice_set.kind, choice_set.name)
    text = plain_text(held)
    return Option(held, text, text if shown is MISSING or shown in (None, "") else _words(shown, text), row)


def _words(value: Any, otherwise: str) -> str:
    try:
        return plain_text(value)
    except WrongKind:
        return otherwise


def _limit(choice_set: ChoiceSet) -> int:
    return min(choice_set.limit or MOST, MOST)
