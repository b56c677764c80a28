"""Elements that are kept, drawn and reported, but cannot be run."""

from builder.metadata.elements.base import begin
from builder.metadata.node import Node
from builder.metadata.operands import connector_of
from engine.document.elements import Connector, Unsupported

UNSUPPORTED = (
    "apexPluginCalls", "steps", "experiments",
)  # fmt: skip
CONNECTORS = (
    "connector", "defaultConnector", "faultConnector", "nextValueConnector", "noMoreValuesConnector",
    "timeoutConnector",
)  # fmt: skip


def read_unsupported(node: Node) -> Unsupported:
    feature = node.tag
    name, label, description = begin(node)
    connectors: dict[str, Connector] = {}
    for tag in CONNECTORS:
        connector = connector_of(node.take(tag))
        if connector is not None:
            connectors[tag] = connector
    extra = node.rest(silent=True)
    node.report.unsupported(_feature(feature, extra))
    return Unsupported(name, label, feature, description, connectors, extra)


def _feature(feature: str, extra: dict) -> str:
    """The action's kind says more than "actionCalls" does."""
    detail = extra.get("actionType") if feature == "actionCalls" else extra.get("flowName", "")
    return f"{feature}: {detail}" if detail else feature
