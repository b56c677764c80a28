"""<subflows>, <actionCalls>, <customErrors>"""

from builder.metadata.elements.base import begin
from builder.metadata.node import Node
from builder.metadata.operands import connector_of, named_of
from engine.document.call_elements import ActionCall, CustomError, ErrorMessage, OutputTarget, Subflow
from engine.flows.actions import spec_of
from engine.flows.elements.action_call import FLOW


def read_subflow(node: Node) -> Subflow:
    name, label, description = begin(node)
    return Subflow(
        name=name,
        label=label,
        description=description,
        flow=node.word("flowName"),
        inputs=tuple(named_of(item) for item in node.take_all("inputAssignments")),
        outputs=tuple(_output(item) for item in node.take_all("outputAssignments")),
        store_automatically=node.flag("storeOutputAutomatically"),
        connector=connector_of(node.take("connector")),
        fault=connector_of(node.take("faultConnector")),
        extra=node.rest(),
    )


def read_action(node: Node) -> ActionCall:
    name, label, description = begin(node)
    kind, action = node.word("actionType"), node.word("actionName")
    if kind != FLOW and spec_of(kind) is None:
        node.report.unsupported(f"actionCalls: {kind}" if kind else "actionCalls")
    return ActionCall(
        name=name,
        label=label,
        description=description,
        kind=kind,
        action=action,
        inputs=tuple(named_of(item) for item in node.take_all("inputParameters")),
        outputs=tuple(_output(item) for item in node.take_all("outputParameters")),
        store_automatically=node.flag("storeOutputAutomatically"),
        connector=connector_of(node.take("connector")),
        fault=connector_of(node.take("faultConnector")),
        extra=node.rest(silent=True),
    )


def _output(node: Node) -> OutputTarget:
    name, target = node.word("name"), node.word("assignToReference")
    return OutputTarget(name, target, node.rest())


def read_custom_error(node: Node) -> CustomError:
    name, label, description = begin(node)
    messages = tuple(_message(item) for item in node.take_all("customErrorMessages"))
    return CustomError(name=name, label=label, description=description, messages=messages, extra=node.rest())


def _message(node: Node) -> ErrorMessage:
    text = node.text("errorMessage")
    extra = node.rest(silent=True)
    if str(extra.get("isFieldError", "")).lower() not in ("true", "1"):
        return ErrorMessage(text, extra=extra)
    extra.pop("isFieldError")
    return ErrorMessage(text, str(extra.pop("fieldSelection", "") or ""), extra)
