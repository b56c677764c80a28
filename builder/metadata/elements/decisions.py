"""<decisions>"""

from builder.metadata.elements.base import begin
from builder.metadata.node import Node
from builder.metadata.operands import conditions_of, connector_of
from engine.document.elements import Decision, Outcome


def read_decision(node: Node) -> Decision:
    name, label, description = begin(node)
    return Decision(
        name=name,
        label=label,
        description=description,
        outcomes=tuple(_outcome(rule, node.at("outcomes")) for rule in node.take_all("rules")),
        default=connector_of(node.take("defaultConnector")),
        default_label=node.text("defaultConnectorLabel"),
        extra=node.rest(),
    )


def _outcome(node: Node, path: str) -> Outcome:
    name = node.required("name")
    node.path = f"{path}/{name}"
    return Outcome(
        name=name,
        label=node.text("label") or name,
        conditions=conditions_of(node),
        connector=connector_of(node.take("connector")),
        only_when_changed=node.flag("doesRequireRecordChangedToMeetCriteria"),
        extra=node.rest(),
    )
