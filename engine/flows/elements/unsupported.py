"""An element of a kind that is not built: reaching it is a fault that names it."""

from engine.document.elements import Unsupported
from engine.errors import Fault
from engine.flows.moves import Go, Straight
from engine.flows.scope import FlowScope


class UnsupportedHandler(Straight):
    kind = "unsupported"

    def enter(self, element: Unsupported, scope: FlowScope) -> Go:
        message = f"{element.label or element.name} is an element of a kind that cannot run here ({element.feature})."
        raise Fault(message=message, element=element.name, code="element_unsupported")
