"""What texts for people see: the same as everything else, but a choice is told by its label."""

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from engine.document.resources import Choice
from engine.values import Value

if TYPE_CHECKING:
    from engine.flows.scope import FlowScope

Path = tuple[str, ...]


class TellingScope:
    """Implements engine.formula.Scope over a FlowScope. Formulas that a text names read the stored values still."""

    def __init__(self, scope: "FlowScope"):
        self._scope = scope
        self.at: datetime = scope.at
        self.zone: tzinfo = scope.zone
        self.is_new = scope.is_new

    def value(self, path: Path) -> Value:
        program = self._scope.program
        choice = program.resources.get(program.name(path[0]) or "")
        if len(path) > 1 or not isinstance(choice, Choice):
            return self._scope.value(path)
        typed: str = self._scope.typed_with(choice)
        return typed or self._scope.fill(choice.label)

    def prior(self, path: Path) -> Value:
        return self._scope.prior(path)

    def visited(self, name: str) -> bool:
        return self._scope.visited(name)

    def has_error(self, name: str) -> bool:
        return self._scope.has_error(name)
