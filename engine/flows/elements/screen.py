"""Screen: shown to a person; the answer is taken in by engine/flows/screens."""

from engine.document.flow_elements import Screen
from engine.flows.moves import Show, Straight
from engine.flows.scope import FlowScope
from engine.flows.screens.show import view_of


class ScreenHandler(Straight):
    kind = "screen"

    def enter(self, element: Screen, scope: FlowScope) -> Show:
        return Show(view_of(element, scope))
