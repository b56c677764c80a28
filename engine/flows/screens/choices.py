"""What a field offers to choose from, and the texts that go with some choices."""

from typing import Any

from engine.document.flow_elements import ScreenField
from engine.document.resources import Choice, ChoiceInput, ChoiceSet
from engine.errors import Fault
from engine.flows.choice_sets import options_of
from engine.flows.kinds import plain_text
from engine.flows.scope import FlowScope
from engine.flows.views import ChoiceView, InputView


def choices_of(field: ScreenField, scope: FlowScope) -> tuple[ChoiceView, ...]:
    """In the order of the field; of two with the same value the first. raises Fault "choice_unknown"; NeedChoices"""
    found: dict[str, ChoiceView] = {}
    for name in field.choices:
        for choice in _offered(name, field, scope):
            found.setdefault(choice.value, choice)
    return tuple(found.values())


def inputs_of(field: ScreenField, scope: FlowScope) -> list[tuple[str, ChoiceInput]]:
    """(name under which its text is posted, input) of each choice that takes one."""
    found = []
    for name in field.choices:
        choice = scope.program.resources.get(scope.program.name(name) or "")
        if isinstance(choice, Choice) and choice.input is not None:
            found.append((key_of(field, choice), choice.input))
    return found


def key_of(field: ScreenField, choice: Choice) -> str:
    return f"{field.name}.{choice.name}"


def chosen_texts(raw: Any) -> list[str]:
    """The values that were posted for a field of choices, as texts."""
    if isinstance(raw, bool):
        return [str(raw).lower()]
    given = raw if isinstance(raw, list) else str("" if raw is None else raw).split(";")
    return [text for text in dict.fromkeys(str(item) for item in given) if text]


def _offered(name: str, field: ScreenField, scope: FlowScope) -> list[ChoiceView]:
    resource = scope.program.resources.get(scope.program.name(name) or "")
    match resource:
        case Choice():
            value = scope.stored_value(resource)
            own = _input(field, resource, scope) if resource.input is not None else None
            return [ChoiceView("" if value is None else plain_text(value), scope.fill(resource.label), own)]
        case ChoiceSet():
            return [ChoiceView(option.text, option.label) for option in options_of(resource, scope)]
    message = f"The field {field.name} offers {name}, which is not a choice that can be shown here."
    raise Fault(message=message, code="choice_unknown")


def _input(field: ScreenField, choice: Choice, scope: FlowScope) -> InputView:
    given = choice.input or ChoiceInput()
    key = key_of(field, choice)
    return InputView(key, scope.fill(given.prompt), given.required, scope.memory.entered(key))
