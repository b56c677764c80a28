"""What the builder room tells and asks rooms above it. They register here from their `apps.py`."""

from collections.abc import Callable
from typing import Any

from builder.models import Flow, FlowVersion

Listener = Callable[[Flow], None]
Guard = Callable[[FlowVersion, Any], None]
_listeners: list[Listener] = []
_guards: dict[str, Guard] = {}


def on_activation(listener: Listener) -> None:
    """Called in the transaction in which a version of a flow became active, or the flow was deactivated."""
    if listener not in _listeners:
        _listeners.append(listener)


def activation_changed(flow: Flow) -> None:
    for listener in _listeners:
        listener(flow)


def register_guard(name: str, guard: Guard) -> None:
    """Asked before a version is activated, inside that transaction: (version, user) -> None. A Refusal stops it."""
    _guards[name] = guard


def ask_guards(version: FlowVersion, by: Any) -> None:
    """raises whatever Refusal a guard raises"""
    for guard in _guards.values():
        guard(version, by)
