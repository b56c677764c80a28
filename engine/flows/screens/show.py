"""A screen as it is to be shown now: merge fields filled in, choices, what was typed or the defaults."""

from datetime import datetime
from typing import Any

from engine.document.flow_elements import Screen, ScreenField
from engine.flows.kinds import WrongKind, plain_text
from engine.flows.program import screen_fields
from engine.flows.scope import FlowScope
from engine.flows.screens.choices import choices_of, chosen_texts, inputs_of
from engine.flows.screens.fields import default_of, is_answerable, view_kind, width_of
from engine.flows.screens.read import parsed
from engine.flows.screens.visibility import visible_names
from engine.flows.views import CHOOSE_MANY, CHOOSE_ONE, FieldView, ScreenView
from engine.values import Json

NOTE = "This part ({kind}) cannot be shown here yet."


def view_of(screen: Screen, scope: FlowScope) -> ScreenView:
    """What the person sees. Answers in `scope.memory` become what the screen shows, so that conditions agree with it.

    raises: Fault; NeedFacts
    """
    memory = scope.memory
    typed = memory.typed.get(screen.name, {})
    for field in screen_fields(screen.fields):
        if is_answerable(field):
            memory.answers[field.name] = _shown_value(field, typed, scope)
    seen = visible_names(screen, scope)
    return ScreenView(
        name=screen.name,
        label=scope.fill(screen.label),
        fields=_views(screen.fields, seen, typed, scope),
        can_back=screen.allow_back and (bool(memory.history) or memory.screens_before),
        can_next=screen.allow_finish and screen.connector is not None,
        can_finish=screen.allow_finish and screen.connector is None,
        can_pause=screen.allow_pause,
        show_header=screen.show_header,
        help=scope.fill(screen.help, html=True),
        labels=_labels(screen, scope),
        errors={name: error.message for name, error in memory.errors.items() if name in seen},
    )


def _shown_value(field: ScreenField, typed: dict[str, Any], scope: FlowScope) -> Any:
    """The value behind what is shown: what was typed when it can be read, else the default."""
    if field.name not in typed:
        return default_of(field, scope)
    try:
        return parsed(field, typed[field.name], scope)
    except WrongKind:
        return None


def _views(
    fields: tuple[ScreenField, ...], seen: set[str], typed: dict[str, Any], scope: FlowScope
) -> tuple[FieldView, ...]:
    return tuple(_view(field, seen, typed, scope) for field in fields if field.name in seen)


def _view(field: ScreenField, seen: set[str], typed: dict[str, Any], scope: FlowScope) -> FieldView:
    kind = view_kind(field)
    if kind == "unsupported":
        return FieldView(field.name, kind, html=NOTE.format(kind=(field.component or field.kind).replace("_", " ")))
    if kind == "display_text":
        return FieldView(field.name, kind, html=scope.fill(field.text, html=True))
    label = scope.fill(field.text)
    if not is_answerable(field):
        return FieldView(
            field.name, kind, label, width=width_of(field), fields=_views(field.fields, seen, typed, scope)
        )
    error = scope.memory.errors.get(field.name)
    return FieldView(
        name=field.name,
        kind=kind,
        label=label,
        required=field.required and kind != "boolean",
        choices=choices_of(field, scope) if kind in CHOOSE_ONE or kind in CHOOSE_MANY else (),
        value=_as_shown(field, kind, typed, scope),
        help=scope.fill(field.help, html=True),
        read_only=field.read_only,
        scale=field.scale,
        error=error.message if error else "",
        error_code=error.code if error else "",
    )


def _as_shown(field: ScreenField, kind: str, typed: dict[str, Any], scope: FlowScope) -> Json:
    if kind == "password":
        return None
    if field.name in typed and inputs_of(field, scope):  # the answer may be what was typed with the choice
        chosen = chosen_texts(typed[field.name])
        return chosen if kind in CHOOSE_MANY else next(iter(chosen), None)
    value = scope.memory.answers.get(field.name)
    if value is None and typed.get(field.name) not in (None, "", []):
        return typed[field.name]  # type: ignore[no-any-return]  # what was typed cannot be read: show it as it is
    if kind in CHOOSE_MANY:
        return [part for part in plain_text(value or "").split(";") if part]
    if kind == "boolean":
        return bool(value)
    if isinstance(value, datetime):
        return value.astimezone(scope.zone).isoformat()
    return None if value is None else plain_text(value)


def _labels(screen: Screen, scope: FlowScope) -> dict[str, str]:
    given = {
        "back": screen.back_label,
        "next" if screen.connector is not None else "finish": screen.next_label,
        "pause": screen.pause_label,
    }
    return {move: scope.fill(text) for move, text in given.items() if text}
