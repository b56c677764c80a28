"""What was typed on a screen, as values of the fields' kinds, or errors by field."""

from typing import Any

from engine.document.flow_elements import Screen, ScreenField
from engine.errors import Fault
from engine.flows.kinds import NUMBERS, WrongKind, coerce, rounded
from engine.flows.limits import MAX_TEXT
from engine.flows.program import screen_fields
from engine.flows.scope import FlowScope
from engine.flows.screens.choices import choices_of, chosen_texts, inputs_of
from engine.flows.screens.fields import default_of, is_answerable, value_kind, view_kind
from engine.flows.screens.visibility import visible_names
from engine.flows.state import FieldError
from engine.flows.views import CHOOSE_MANY, CHOOSE_ONE, ChoiceView

_TRUE = frozenset({"true", "on", "1", "yes"})
_FALSE = frozenset({"", "false", "off", "0", "no"})


def keep_typed(screen: Screen, values: dict[str, Any], scope: FlowScope) -> None:
    """Remember what was posted, as posted; an empty password keeps the one that was typed before."""
    typed = scope.memory.typed.setdefault(screen.name, {})
    for field in screen_fields(screen.fields):
        if field.name in values and is_answerable(field) and not field.read_only:
            if field.kind == "password" and not values[field.name] and typed.get(field.name):
                continue
            typed[field.name] = values[field.name]
        if not field.read_only:
            typed |= {key: values[key] for key, _ in inputs_of(field, scope) if key in values}


def accept(screen: Screen, scope: FlowScope) -> dict[str, FieldError]:
    """Read what was typed into `scope.memory.answers`; hidden fields become null.

    returns: error by field name; empty when everything is right
    raises:  Fault; NeedFacts
    """
    typed = scope.memory.typed.get(screen.name, {})
    fields = [field for field in screen_fields(screen.fields) if is_answerable(field)]
    errors: dict[str, FieldError] = {}
    for field in fields:
        try:
            value = parsed(field, typed[field.name], scope) if field.name in typed else default_of(field, scope)
        except WrongKind as error:
            value, errors[field.name] = None, FieldError("not_readable", _sentence(error))
        scope.memory.answers[field.name] = value
    seen = visible_names(screen, scope)
    for field in fields:
        if field.name not in seen:
            scope.memory.answers[field.name] = None
    errors = {name: error for name, error in errors.items() if name in seen}
    for field in fields:
        if field.name not in seen or field.name in errors:
            continue
        if wrong := _wrong(field, scope) or _wrong_text(field, typed.get(field.name), scope):
            errors[field.name] = wrong
    return errors


def parsed(field: ScreenField, raw: Any, scope: FlowScope) -> Any:
    """The value of a field from what was posted. raises WrongKind whose text says what is expected"""
    kind = view_kind(field)
    if isinstance(raw, dict):
        raise WrongKind("one value is expected")
    if kind in CHOOSE_MANY:
        return ";".join(_many(field, raw, scope)) or None
    if isinstance(raw, list):
        raise WrongKind("one value is expected")
    if kind == "boolean":
        return _truth(raw)
    text = "" if raw is None else str(raw).lower() if isinstance(raw, bool) else str(raw)
    if len(text) > MAX_TEXT:
        raise WrongKind(f"at most {MAX_TEXT:,} characters are expected")
    if kind in CHOOSE_ONE:
        return _one(field, text, scope)
    value = coerce(text, value_kind(field), scope.zone)
    if value_kind(field) in NUMBERS and rounded(value, field.scale) != value:
        raise WrongKind(f"at most {field.scale} decimals are expected" if field.scale else "a whole number is expected")
    return value


def _one(field: ScreenField, text: str, scope: FlowScope) -> Any:
    if not text:
        return None
    chosen = next((choice for choice in choices_of(field, scope) if choice.value == text), None)
    if chosen is None:
        raise WrongKind("one of the choices is expected")
    return coerce(_stands_for(chosen), value_kind(field), scope.zone)


def _many(field: ScreenField, raw: Any, scope: FlowScope) -> list[str]:
    chosen = chosen_texts(raw)
    offered = {choice.value: choice for choice in choices_of(field, scope)}
    if not set(chosen) <= set(offered):
        raise WrongKind("some of the choices are expected")
    return [_stands_for(choice) for value, choice in offered.items() if value in chosen]


def _stands_for(choice: ChoiceView) -> str:
    return (choice.input.value if choice.input is not None else "") or choice.value


def _truth(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    text = "" if raw is None else str(raw).strip().lower()
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise WrongKind("true or false is expected")


def _wrong(field: ScreenField, scope: FlowScope) -> FieldError | None:
    """Why a visible field's value will not do; None when it will. A blank one is only checked for being required."""
    value = scope.memory.answers.get(field.name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return FieldError("required", "This field is required.") if field.required else None
    if field.validation is None:
        return None
    try:
        valid = scope.compute(field.validation.formula)
    except Fault as fault:
        raise Fault(message=f"The check of {field.name} failed: {fault}", code=fault.fault_code) from fault
    if valid is True:
        return None
    return FieldError("not_valid", scope.fill(field.validation.message) or "This value is not valid.")


def _wrong_text(field: ScreenField, raw: Any, scope: FlowScope) -> FieldError | None:
    """Why a text that goes with a chosen choice will not do."""
    inputs = dict(inputs_of(field, scope))
    if not inputs:
        return None
    chosen = set(chosen_texts(raw))
    for choice in choices_of(field, scope):
        if choice.input is None or choice.value not in chosen:
            continue
        given = inputs[choice.input.name]
        if not choice.input.value:
            if given.required:
                return FieldError("required", f"{choice.input.prompt or choice.label}: this text is required.")
        elif given.validation is not None and scope.compute(given.validation.formula) is not True:
            return FieldError("not_valid", scope.fill(given.validation.message) or "This value is not valid.")
    return None


def _sentence(error: WrongKind) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."
