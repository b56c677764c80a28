"""Global resources of flows: $Flow, $GlobalConstant, $User, $Record, $Record__Prior. One reader each."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from engine.flows.relations import walk
from engine.formula import UnknownName, Unreachable
from engine.values import RecordValue

if TYPE_CHECKING:
    from engine.flows.scope import FlowScope, Path

Reader = Callable[["FlowScope", "Path"], Any]


def _flow(scope: "FlowScope", path: "Path") -> Any:
    reader = _FLOW.get(path[1].casefold()) if len(path) == 2 else None
    if reader is None:
        raise UnknownName(path, tuple(f"$Flow.{name}" for name in FLOW_NAMES))
    return reader(scope)


def _constant(scope: "FlowScope", path: "Path") -> Any:
    name = path[1].casefold() if len(path) == 2 else ""
    if name not in _CONSTANTS:
        raise UnknownName(path, tuple(f"$GlobalConstant.{name}" for name in ("True", "False", "EmptyString")))
    return _CONSTANTS[name]


def _user(scope: "FlowScope", path: "Path") -> Any:
    if not scope.user:
        raise Unreachable(path, "the flow runs for nobody in particular")
    if len(path) == 2 and path[1].casefold() == "id":
        return scope.user
    return walk(scope.fact(scope.user, path), path[1:], path, scope.memory.facts)


def _record(scope: "FlowScope", path: "Path") -> Any:
    if not scope.record:
        raise Unreachable(path, "the flow was not started by a record")
    if len(path) == 2 and path[1].casefold() == "id":
        return scope.record
    return walk(scope.fact(scope.record, path), path[1:], path, scope.memory.facts)


def _prior(scope: "FlowScope", path: "Path") -> Any:
    if scope.prior_fields is None:
        raise Unreachable(path, "there is no value before the change")
    return walk(RecordValue("", scope.record, scope.prior_fields), path[1:], path, scope.memory.facts)


def _current_record(scope: "FlowScope") -> Any:
    """The record it was started for: the triggering one, or the input that is called recordId."""
    if scope.record:
        return scope.record
    name = scope.program.name("recordId")
    given = scope.memory.variables.get(name) if name else None
    return given.id if isinstance(given, RecordValue) else given


_CONSTANTS = {"true": True, "false": False, "emptystring": ""}
_FLOW: dict[str, Callable[["FlowScope"], Any]] = {
    "currentdate": lambda scope: scope.at.astimezone(scope.zone).date(),
    "currentdatetime": lambda scope: scope.at,
    "faultmessage": lambda scope: scope.memory.fault_message or None,
    "interviewstarttime": lambda scope: scope.started_at,
    "interviewguid": lambda scope: scope.guid or None,
    "currentrecord": _current_record,
}
FLOW_NAMES = (
    "CurrentDate",
    "CurrentDateTime",
    "FaultMessage",
    "InterviewStartTime",
    "InterviewGuid",
    "CurrentRecord",
)
SYSTEM: dict[str, Reader] = {
    "$flow": _flow,
    "$globalconstant": _constant,
    "$user": _user,
    "$record": _record,
    "$record__prior": _prior,
}
