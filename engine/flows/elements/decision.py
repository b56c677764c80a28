"""Decision: outcomes in order, the first true one wins, else the default."""

from datetime import datetime, tzinfo

from engine.document.elements import Decision, Outcome
from engine.errors import Fault
from engine.flows.moves import Go, Straight, go
from engine.flows.relations import walk
from engine.flows.scope import FlowScope, Path
from engine.flows.tracing import Considered
from engine.formula import FormulaError, Verdict, judge
from engine.values import RecordValue, Value


class DecisionHandler(Straight):
    kind = "decision"

    def enter(self, element: Decision, scope: FlowScope) -> Go:
        taken: Outcome | None = None
        considered: list[Considered] = []
        for outcome in element.outcomes:
            won = False
            if taken is None:
                won, verdict = _holds(outcome, scope, element.name)
                considered.append(Considered(outcome.name, outcome.label, won, verdict))
            scope.memory.outcomes[outcome.name] = won
            taken = outcome if won else taken
        label = taken.label or taken.name if taken else element.default_label or "default"
        scope.memory.note(element.name, self.kind, {"outcome": label}, tuple(considered))
        return go(taken.connector if taken else element.default)


def _holds(outcome: Outcome, scope: FlowScope, element: str) -> tuple[bool, Verdict]:
    """(whether it is taken, why)"""
    try:
        compiled = scope.program.conditions(outcome.conditions)
    except FormulaError as error:
        message = f"The conditions of {outcome.label or outcome.name} do not compile: {error}"
        raise Fault(message=message, element=element, code=error.code) from error
    verdict = judge(compiled, scope)
    if not verdict.result or not outcome.only_when_changed or scope.prior_fields is None:
        return verdict.result, verdict
    return not judge(compiled, _Before(scope)).result, verdict


class _Before:
    """The scope as it was before the change: $Record reads the prior record, everything else is as it is."""

    def __init__(self, scope: FlowScope):
        self._scope = scope

    @property
    def at(self) -> datetime:
        return self._scope.at

    @property
    def zone(self) -> tzinfo:
        return self._scope.zone

    @property
    def is_new(self) -> bool:
        return False

    def value(self, path: Path) -> Value:
        if path[0].casefold() == "$record":
            before = RecordValue("", self._scope.record, self._scope.prior_fields or {})
            return walk(before, path[1:], path, self._scope.memory.facts)  # type: ignore[no-any-return]
        return self._scope.value(path)

    def prior(self, path: Path) -> Value:
        return self.value(path)

    def visited(self, name: str) -> bool:
        return self._scope.visited(name)

    def has_error(self, name: str) -> bool:
        return self._scope.has_error(name)
