"""Problems of elements that call a flow or an action, and of custom errors."""

from collections.abc import Callable
from typing import Any

from engine.document.call_elements import ActionCall, CustomError, Subflow
from engine.document.check_targets import target_of
from engine.document.check_values import ValueChecks
from engine.document.definition import FlowKind
from engine.flows.actions import spec_of
from engine.flows.elements.action_call import FLOW

_CALLED = frozenset({FlowKind.SCREEN.value, FlowKind.AUTOLAUNCHED.value, FlowKind.EVALUATION.value})


def _subflow(element: Subflow, path: str, checks: ValueChecks) -> None:
    _flow(element.flow, element, path, checks)


def _action(element: ActionCall, path: str, checks: ValueChecks) -> None:
    if element.kind == FLOW:
        _flow(element.action, element, path, checks)
        return
    _values(element, path, checks)
    spec = spec_of(element.kind)
    if spec is None:
        _placeholder(element, path, checks)
        return
    for name in spec.missing({one.name for one in element.inputs}):
        message = f"{element.name} does not give {name}, which “{spec.label}” needs."
        checks.add("action_input_missing", f"{path}/inputs/{name}", message, "Give it a value.", soft=True)


def _placeholder(element: ActionCall, path: str, checks: ValueChecks) -> None:
    """An action of the other platform, or a host project's own: a Python function of its name fills it."""
    has_function = getattr(checks.names.known, "has_function", None)
    if has_function is not None and has_function(element.action):
        return
    message = f"{element.name} calls {element.action} ({element.kind}), which nobody has registered here."
    fix = f'Register a Python function with @stagecraft.action("{element.action}"); until then the flow fails there.'
    checks.add("action_not_registered", path, message, fix, severity="warning")


def _flow(name: str, element: Subflow | ActionCall, path: str, checks: ValueChecks) -> None:
    _values(element, path, checks)
    flow = checks.names.known.flow(name)
    if flow is None:
        message = f"{element.name} calls the flow {name or '(none)'}, which is not here."
        checks.add("flow_unknown", path, message, "Import or make it.", soft=True)
        return
    if flow.kind not in _CALLED:
        checks.add("flow_kind", path, f"{element.name} calls {name}, which is no flow that can be called.", soft=True)
    elif flow.kind == FlowKind.SCREEN.value and checks.names.defn.kind is not FlowKind.SCREEN:
        message = f"{element.name} calls the screen flow {name} from a flow that runs without a person."
        checks.add("screen_without_person", path, message, "Call a flow without screens.", soft=True)
    elif not flow.is_active:
        message = f"{name} has no active version; {element.name} fails until it has one."
        checks.add("flow_inactive", path, message, f"Activate {name}.", severity="warning")
    known = {one.casefold() for one in flow.inputs}
    for given in element.inputs:
        if given.name.casefold() not in known:
            message = f"{name} takes no input {given.name}."
            checks.add("input_unknown", f"{path}/inputs/{given.name}", message, "Leave it out.", severity="warning")
    outputs = {one.casefold() for one in flow.outputs}
    for output in element.outputs:
        if output.name.casefold() not in outputs:
            message = f"{name} gives no output {output.name}."
            checks.add("output_unknown", f"{path}/outputs/{output.name}", message, severity="warning")


def _values(element: Subflow | ActionCall, path: str, checks: ValueChecks) -> None:
    for given in element.inputs:
        checks.operand(f"{path}/inputs/{given.name}", given.value)
    for output in element.outputs:
        target_of(output.target, f"{path}/outputs/{output.name}", checks)


def _error(element: CustomError, path: str, checks: ValueChecks) -> None:
    object_name = checks.names.defn.start.object
    for number, message in enumerate(element.messages):
        where = f"{path}/messages/{number}"
        checks.text(where, message.text)
        if message.field and checks.names.known.has_object(object_name):
            checks.field(where, object_name, message.field)


CALL_CHECKS: dict[type, Callable[[Any, str, ValueChecks], None]] = {
    Subflow: _subflow,
    ActionCall: _action,
    CustomError: _error,
}
