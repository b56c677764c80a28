"""Elements that are kept, drawn and reported, but cannot be run."""

from builder.metadata.elements.base import begin
from builder.metadata.node import Node
from builder.metadata.operands import connector_of
from engine.document.elements import Connector, Unsupported

UNSUPPORTED = (
    "actionCalls", "apexPluginCalls", "subflows", "waits", "recordDeletes", "recordRollbacks", "customErrors",
    "collectionProcessors", "transforms", "steps", "experiments",
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
    for number, event in enumerate(_listed(extra.get("waitEvents"))):
        target = _target(event.get("connector"))
        if target:
            connectors[f"waitEvents.{event.get('name') or number}"] = Connector(target)
    node.report.unsupported(_feature(feature, extra))
    return Unsupported(name, label, feature, description, connectors, extra)


def _feature(feature: str, extra: dict) -> str:
    """The action's kind says more than "actionCalls" does."""
    detail = extra.get("actionType") if feature == "actionCalls" else extra.get("flowName", "")
    return f"{feature}: {detail}" if detail else feature


def _listed(value: object) -> list[dict]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def _target(connector: object) -> str:
    return connector.get("targetReference", "") if isinstance(connector, dict) else ""
