"""What is given at the start: checked against the declared input variables, read as their kinds."""

from collections.abc import Mapping
from typing import Any

from engine.document.operands import Reference
from engine.document.resources import Variable
from engine.errors import Fault
from engine.flows.relations import NeedFacts
from engine.flows.scope import FlowScope
from engine.values import Json, Kind, RecordValue, unpack


def take_inputs(scope: FlowScope, inputs: Mapping[str, Json]) -> None:
    """Set the variables. Can be called again with the same inputs once facts are there.

    raises: Fault "missing_input", "bad_input", "record_not_found"; NeedFacts with every record wanted
    """
    given = _by_variable(scope, inputs)
    wanted = [identity for name, value in given.items() for identity in _ids(scope.program.resources[name], value)]
    unread = tuple(dict.fromkeys(identity for identity in wanted if identity not in scope.memory.facts))
    if unread:
        raise NeedFacts(unread)
    for name, value in given.items():
        scope.memory.variables[name] = _held(scope, scope.program.resources[name], value)
    for variable in scope.program.defn.variables:
        if variable.is_input and variable.required and scope.read(variable.name) is None:
            raise Fault(message=f"The input {variable.name} is required.", code="missing_input")


def pin_defaults(scope: FlowScope) -> None:
    """Defaults that name another variable or a global are read once, now: later changes of those do not show.
    Defaults that name screen fields, elements or formulas are read whenever the variable is. raises NeedFacts; Fault"""
    for variable in scope.program.defn.variables:
        if variable.name not in scope.memory.variables and _is_fixed(scope, variable):
            scope.memory.variables[variable.name] = scope.read(variable.name)


def _is_fixed(scope: FlowScope, variable: Variable) -> bool:
    if not isinstance(variable.default, Reference):
        return False
    root = variable.default.parts[0]
    return root.startswith("$") or isinstance(scope.program.resources.get(scope.program.name(root) or ""), Variable)


def _by_variable(scope: FlowScope, inputs: Mapping[str, Json]) -> dict[str, Any]:
    """Values by declared name. What the flow does not take is left out, as the check of the caller says."""
    given: dict[str, Any] = {}
    left_out: list[str] = []
    for written, packed in inputs.items():
        name = scope.program.name(written)
        variable = scope.program.resources.get(name or "")
        if isinstance(variable, Variable) and variable.is_input:
            given[variable.name] = unpack(packed)
        else:
            left_out.append(written)
    if left_out:
        scope.memory.note("", "inputs", {"left out": ", ".join(left_out)[:200]})
    return given


def _ids(variable: Variable, value: Any) -> list[str]:
    """Records to be read: ids in place of records, and records that came without their fields."""
    if variable.kind is not Kind.RECORD:
        return []
    members = value if isinstance(value, list) else [value]
    named = [member for member in members if isinstance(member, str) and member]
    bare = [member.id for member in members if isinstance(member, RecordValue) and member.id and not member.fields]
    return named + bare


def _held(scope: FlowScope, variable: Variable, value: Any) -> Any:
    if variable.kind is Kind.RECORD:
        value = (
            [_record(scope, variable, one) for one in value]
            if isinstance(value, list)
            else _record(scope, variable, value)
        )
    try:
        return scope.held_as(value, variable.kind, variable.name, collection=variable.collection, scale=variable.scale)
    except Fault as fault:
        raise Fault(message=f"The input {fault}", code="bad_input") from fault


def _record(scope: FlowScope, variable: Variable, value: Any) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, str) or (isinstance(value, RecordValue) and value.id and not value.fields):
        identity = value if isinstance(value, str) else value.id
        value = scope.memory.facts.get(identity)
        if value is None:
            message = f"The input {variable.name} names the record {identity[:60]}, which does not exist."
            raise Fault(message=message, code="record_not_found")
    if not isinstance(value, RecordValue):
        return value
    if variable.object and value.object and variable.object.casefold() != value.object.casefold():
        message = f"The input {variable.name} takes a record of {variable.object}, not of {value.object}."
        raise Fault(message=message, code="bad_input")
    if scope.program.writes_records_back:
        scope.memory.remember_record(value)
    return value
