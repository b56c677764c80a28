"""What the builder room tells rooms above it. They register here from their `apps.py`."""

from collections.abc import Callable

from builder.models import Flow

Listener = Callable[[Flow], None]
_listeners: list[Listener] = []


def on_activation(listener: Listener) -> None:
    """Called in the transaction in which a version of a flow became active, or the flow was deactivated."""
    if listener not in _listeners:
        _listeners.append(listener)


def activation_changed(flow: Flow) -> None:
    for listener in _listeners:
        listener(flow)
