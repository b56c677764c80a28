"""<recordCreates>"""

from builder.metadata.elements.base import begin
from builder.metadata.node import Node
from builder.metadata.operands import connector_of, named_of
from engine.document.flow_elements import CreateRecords


def read_create(node: Node) -> CreateRecords:
    name, label, description = begin(node)
    return CreateRecords(
        name=name,
        label=label,
        description=description,
        object=node.word("object"),
        source=node.word("inputReference"),
        values=tuple(named_of(item, "field") for item in node.take_all("inputAssignments")),
        id_to=node.word("assignRecordIdToReference"),
        store_automatically=node.flag("storeOutputAutomatically"),
        connector=connector_of(node.take("connector")),
        fault=connector_of(node.take("faultConnector")),
        extra=node.rest(),
    )
