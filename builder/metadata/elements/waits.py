"""<waits>, in the form of today (an amount of time, a date) and the older one (alarms, events by name)."""

from builder.metadata.elements.base import begin
from builder.metadata.node import Node
from builder.metadata.operands import conditions_of, connector_of, named_of
from engine.document.operands import Literal, Operand, Reference
from engine.document.wait_elements import Wait, WaitEvent
from engine.values import Kind


def read_wait(node: Node) -> Wait:
    name, label, description = begin(node)
    return Wait(
        name=name,
        label=label,
        description=description,
        events=tuple(_event(event) for event in node.take_all("waitEvents")),
        default=connector_of(node.take("defaultConnector")),
        default_label=node.text("defaultConnectorLabel"),
        fault=connector_of(node.take("faultConnector")),
        zone=node.word("timeZoneId"),
        subtype=node.word("elementSubtype"),
        extra=node.rest(),
    )


def _event(node: Node) -> WaitEvent:
    offset = node.word("offset")
    return WaitEvent(
        name=node.required("name"),
        label=node.text("label"),
        conditions=conditions_of(node),
        amount=Literal(Kind.NUMBER, offset) if offset else None,
        unit=node.word("offsetUnit"),
        date=_date(node.word("resumeDate"), node.word("resumeDateReference")),
        clock=node.word("resumeTime"),
        event=node.word("eventType"),
        inputs=tuple(named_of(one) for one in node.take_all("inputParameters")),
        connector=connector_of(node.take("connector")),
        extra=node.rest(),
    )


def _date(written: str, reference: str) -> Operand | None:
    if reference:
        return Reference(reference)
    if not written:
        return None
    return Literal(Kind.DATETIME if "T" in written else Kind.DATE, written.replace("Z", "+00:00"))
