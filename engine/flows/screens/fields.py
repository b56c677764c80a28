"""What kind of field a screen field is, and what it begins with."""

from engine.document.flow_elements import ScreenField
from engine.document.operands import Literal
from engine.document.resources import Choice
from engine.flows.scope import FlowScope
from engine.flows.views import CHOOSE_MANY, CHOOSE_ONE, CONTAINERS
from engine.values import Kind

WRITTEN = frozenset({"long_text", "password"})
INPUT_KINDS = frozenset({Kind.TEXT, Kind.NUMBER, Kind.CURRENCY, Kind.BOOLEAN, Kind.DATE, Kind.DATETIME, Kind.TIME})
SHOWN = CONTAINERS | CHOOSE_ONE | CHOOSE_MANY | WRITTEN | {"display_text"}


def view_kind(field: ScreenField) -> str:
    """FieldView.kind of a field; "unsupported" for what cannot be shown."""
    if field.kind == "input":
        kind = field.data or Kind.TEXT
        return kind.value if kind in INPUT_KINDS else "unsupported"
    return field.kind if field.kind in SHOWN else "unsupported"


def value_kind(field: ScreenField) -> Kind:
    """The kind of the value a person gives."""
    if field.kind == "input" or field.kind in CHOOSE_ONE:
        return field.data or Kind.TEXT
    return Kind.TEXT


def is_answerable(field: ScreenField) -> bool:
    """Whether a person can put a value into it."""
    kind = view_kind(field)
    return kind not in CONTAINERS and kind not in ("display_text", "unsupported")


def default_of(field: ScreenField, scope: FlowScope) -> object:
    """The value a field begins with, of its kind; null without a default. raises Fault; NeedFacts"""
    if field.default_choice:
        choice = scope.program.resources.get(scope.program.name(field.default_choice) or "")
        value = scope.choice_value(choice) if isinstance(choice, Choice) else scope.look_up((field.default_choice,))
    else:
        value = scope.resolve(field.default)
    return scope.held_as(value, value_kind(field), field.name, scale=field.scale)


def resets(field: ScreenField) -> bool:
    """Whether coming to the screen again starts from the default and not from what was there."""
    return "ResetValues" in str(field.extra.get("inputsOnNextNavToAssocScrn", ""))


def width_of(field: ScreenField) -> int:
    """Columns of 12; 0 where nothing is said."""
    for given in field.inputs:
        if given.name == "width" and isinstance(given.value, Literal) and given.value.text.isdecimal():
            return min(int(given.value.text), 12)
    return 0
