"""Which fields of a screen are visible, given the answers so far."""

from engine.document.flow_elements import Screen, ScreenField
from engine.errors import Fault
from engine.flows.program import screen_fields
from engine.flows.scope import FlowScope
from engine.flows.screens.fields import is_answerable
from engine.formula import FormulaError, judge

MAX_PASSES = 10


def visible_names(screen: Screen, scope: FlowScope) -> set[str]:
    """Names of the visible fields. A hidden field reads null, so what depends on it is decided again until nothing
    changes; fields that hide each other in a circle end hidden or shown as the last pass left them.

    `scope.memory.answers` holds the answers before and after; hidden fields' answers are null meanwhile.
    """
    names = [field.name for field in screen_fields(screen.fields) if is_answerable(field)]
    given = {name: scope.memory.answers.get(name) for name in names}
    seen = _shown(screen.fields, scope)
    try:
        for _ in range(MAX_PASSES):
            for name, value in given.items():
                scope.memory.answers[name] = value if name in seen else None
            now = _shown(screen.fields, scope)
            if now == seen:
                break
            seen = now
    finally:
        scope.memory.answers.update(given)
    return seen


def _shown(fields: tuple[ScreenField, ...], scope: FlowScope) -> set[str]:
    names: set[str] = set()
    for field in fields:
        if _is_visible(field, scope):
            names.add(field.name)
            names |= _shown(field.fields, scope)
    return names


def _is_visible(field: ScreenField, scope: FlowScope) -> bool:
    if field.visible_when is None or field.visible_when.is_empty:
        return True
    try:
        return judge(scope.program.conditions(field.visible_when), scope).result
    except FormulaError as error:
        message = f"The visibility of {field.name} does not compile: {error}"
        raise Fault(message=message, code=error.code) from error
