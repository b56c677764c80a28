"""Writing a value where a definition says: a variable, or a field of a record that a variable or element holds."""

from typing import Any

from engine.document.call_elements import ActionCall, Subflow
from engine.document.data_elements import Transform
from engine.document.flow_elements import CreateRecords, GetRecords, Loop
from engine.document.resources import Variable
from engine.errors import Fault
from engine.flows.limits import check_value
from engine.flows.memory import brief
from engine.flows.relations import with_field
from engine.flows.scope import FlowScope
from engine.formula import Html
from engine.values import Kind, RecordValue


def assign(scope: FlowScope, target: str, value: Any, element: str) -> str:
    """Set `target` ("total", "order.Status"); returns the value in a few characters, for the trace.

    raises: Fault "unknown_name", "cannot_assign", "value_kind"; LimitReached
    """
    root, _, field = target.partition(".")
    if field and root.casefold() == "$record":
        return _assign_to_triggering(scope, field, value, element)
    name = scope.program.name(root)
    if name is None:
        raise Fault(
            message=f"{element} assigns to {target}, which does not exist.", element=element, code="unknown_name"
        )
    value = str(value) if isinstance(value, Html) else value
    check_value(value, element)
    if field:
        _assign_field(scope, name, field, value, element)
    else:
        _assign_whole(scope, name, value, element)
    return brief(value)


def _assign_to_triggering(scope: FlowScope, field: str, value: Any, element: str) -> str:
    """A field of the record that started the flow: saved along with it, or written by a later update of $Record."""
    memory = scope.memory
    if "." in field or (memory.saving is None and not scope.record):
        raise _refused(f"$Record.{field}", element)
    value = str(value) if isinstance(value, Html) else value
    check_value(value, element)
    held = memory.saving if memory.saving is not None else memory.changed
    spelled = next((name for name in held if name.casefold() == field.casefold()), field)
    held[spelled] = (value.id or None) if isinstance(value, RecordValue) else value
    return brief(value)


def _assign_whole(scope: FlowScope, name: str, value: Any, element: str) -> None:
    target = scope.program.resources[name]
    if isinstance(target, Variable):
        held = scope.held_as(value, target.kind, name, collection=target.collection, scale=target.scale)
        scope.memory.variables[name] = held
    elif isinstance(target, GetRecords) and target.store_automatically:
        many = not (target.first_only or target.outputs)
        scope.memory.results[name] = scope.held_as(value, Kind.RECORD, name, collection=many)
    else:
        raise _refused(name, element)


def _assign_field(scope: FlowScope, name: str, field: str, value: Any, element: str) -> None:
    resource = scope.program.resources[name]
    held = scope.read(name) if isinstance(resource, Variable | GetRecords | Loop | Transform) else None
    if isinstance(resource, Variable) and resource.object and held is None and not resource.collection:
        held = RecordValue(resource.object, "")
    if held is None and isinstance(resource, Variable | GetRecords | Loop | Transform):
        message = f"{element} assigns to {name}.{field}, but {name} holds no record."
        raise Fault(message=message, element=element, code="cannot_assign")
    if "." in field or not isinstance(held, RecordValue):
        raise _refused(f"{name}.{field}", element)
    home = scope.memory.variables if isinstance(resource, Variable) else scope.memory.results
    home[name] = with_field(held, field, value)


def _refused(target: str, element: str) -> Fault:
    return Fault(
        message=f"{element} assigns to {target}, which is not a variable or a field of a record in one.",
        element=element,
        code="cannot_assign",
    )


def prepare(scope: FlowScope, *targets: str) -> None:
    """Read what records hold now before something is asked, so that writing the answer never needs more records.

    raises: NeedFacts
    """
    for target in targets:
        name = scope.program.name(target.partition(".")[0])
        if name is not None and isinstance(scope.program.resources[name], Variable):
            scope.read(name)


def put_outputs(scope: FlowScope, element: Subflow | ActionCall, outputs: dict[str, Any]) -> None:
    """The outputs of what was called: into the targets, or all of them under the element's own name."""
    folded = {name.casefold(): value for name, value in outputs.items()}
    for output in element.outputs:
        assign(scope, output.target, folded.get(output.name.casefold()), element.name)
    if element.store_automatically:
        alone = isinstance(element, ActionCall) and set(outputs) == {"output"}
        scope.memory.results[element.name] = outputs["output"] if alone else RecordValue("", "", outputs)


def keep_result(scope: FlowScope, element: GetRecords | CreateRecords, value: Any) -> None:
    """Leave `value` under the element's own name."""
    scope.memory.results[element.name] = value
