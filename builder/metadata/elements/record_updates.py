"""<recordUpdates>"""

from builder.metadata.elements.base import begin
from builder.metadata.node import Node
from builder.metadata.operands import connector_of, filters_of, named_of
from engine.document.flow_elements import UpdateRecords


def read_update(node: Node) -> UpdateRecords:
    name, label, description = begin(node)
    return UpdateRecords(
        name=name,
        label=label,
        description=description,
        object=node.word("object"),
        source=node.word("inputReference"),
        filters=filters_of(node),
        values=tuple(named_of(item, "field") for item in node.take_all("inputAssignments")),
        connector=connector_of(node.take("connector")),
        fault=connector_of(node.take("faultConnector")),
        extra=node.rest(),
    )
