"""<loops>"""

from builder.metadata.elements.base import begin
from builder.metadata.node import Node
from builder.metadata.operands import connector_of
from engine.document.flow_elements import Loop


def read_loop(node: Node) -> Loop:
    name, label, description = begin(node)
    return Loop(
        name=name,
        label=label,
        description=description,
        collection=node.word("collectionReference"),
        order="desc" if node.word("iterationOrder") == "Desc" else "asc",
        target=node.word("assignNextValueToReference"),
        each=connector_of(node.take("nextValueConnector")),
        done=connector_of(node.take("noMoreValuesConnector")),
        extra=node.rest(),
    )
