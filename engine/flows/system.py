"""Global variables as flows see them: one reader for each that the core answers, facts for the rest."""

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import Any, Protocol

from engine.document.globals import core_name, fact_of, global_named, global_names
from engine.flows.memory import Memory
from engine.flows.program import Program
from engine.flows.relations import walk
from engine.formula import UnknownName, Unreachable
from engine.values import RecordValue

Path = tuple[str, ...]
ORIGIN = datetime(1900, 1, 1, tzinfo=UTC)


class Running(Protocol):
    """What these readers need of the scope of an interview (engine/flows/scope.py)."""

    program: Program
    memory: Memory
    at: datetime
    zone: tzinfo
    started_at: datetime
    record: str
    prior_fields: dict[str, Any] | None
    user: str
    guid: str

    def fact(self, identity: str, path: Path) -> RecordValue:
        """raises NeedFacts, Unreachable"""
        ...


def read_global(scope: Running, path: Path) -> Any:
    """raises Unreachable, UnknownName, NeedFacts"""
    variable = global_named(path[0])
    if variable is None:
        raise UnknownName(path, global_names())
    match variable.source:
        case "record" if variable.name == "$Record":
            return _record(scope, path)
        case "record":
            return _prior(scope, path)
        case "user":
            return _user(scope, path)
        case "core" if name := core_name(path):
            return _CORE[name](scope)
    found = fact_of(path)
    if found is None:
        raise UnknownName(path, global_names())
    key, rest = found
    return walk(scope.fact(key, path), rest, path, scope.memory.facts)


def _user(scope: Running, path: Path) -> Any:
    if not scope.user:
        raise Unreachable(path, "the flow runs for nobody in particular")
    if len(path) == 2 and path[1].casefold() == "id":
        return scope.user
    return walk(scope.fact(scope.user, path), path[1:], path, scope.memory.facts)


def _record(scope: Running, path: Path) -> Any:
    memory = scope.memory
    if memory.saving is not None:
        about = RecordValue(scope.program.defn.start.object, scope.record, memory.saving)
        return walk(about, path[1:], path, memory.facts)
    if not scope.record:
        raise Unreachable(path, "the flow was not started by a record")
    if len(path) == 2 and path[1].casefold() == "id":
        return scope.record
    found = scope.fact(scope.record, path)
    if memory.changed:
        found = RecordValue(found.object, found.id, {**found.fields, **memory.changed})
    return walk(found, path[1:], path, memory.facts)


def _prior(scope: Running, path: Path) -> Any:
    if scope.prior_fields is None:
        raise Unreachable(path, "there is no value before the change")
    return walk(RecordValue("", scope.record, scope.prior_fields), path[1:], path, scope.memory.facts)


def _current_record(scope: Running) -> Any:
    """The record it was started for: the triggering one, or the input that is called recordId."""
    if scope.record:
        return scope.record
    name = scope.program.name("recordId")
    given = scope.memory.variables.get(name) if name else None
    return given.id if isinstance(given, RecordValue) else given


def _no_run(scope: Running) -> Any:
    raise Unreachable(("$Orchestration", "Instance"), "a flow is told the run by its inputs")


_CORE: dict[str, Callable[[Running], Any]] = {
    "$GlobalConstant.True": lambda scope: True,
    "$GlobalConstant.False": lambda scope: False,
    "$GlobalConstant.EmptyString": lambda scope: "",
    "$System.OriginDateTime": lambda scope: ORIGIN,
    "$Orchestration.Instance": _no_run,
    "$Flow.CurrentDate": lambda scope: scope.at.astimezone(scope.zone).date(),
    "$Flow.CurrentDateTime": lambda scope: scope.at,
    "$Flow.FaultMessage": lambda scope: scope.memory.fault_message or None,
    "$Flow.InterviewStartTime": lambda scope: scope.started_at,
    "$Flow.InterviewGuid": lambda scope: scope.guid or None,
    "$Flow.CurrentRecord": _current_record,
}
