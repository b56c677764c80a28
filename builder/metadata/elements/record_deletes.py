"""<recordDeletes> and <recordRollbacks>"""

from builder.metadata.elements.base import begin
from builder.metadata.node import Node
from builder.metadata.operands import connector_of, filters_of
from engine.document.data_elements import DeleteRecords, RollBackRecords


def read_delete(node: Node) -> DeleteRecords:
    name, label, description = begin(node)
    return DeleteRecords(
        name=name,
        label=label,
        description=description,
        object=node.word("object"),
        source=node.word("inputReference"),
        filters=filters_of(node),
        connector=connector_of(node.take("connector")),
        fault=connector_of(node.take("faultConnector")),
        extra=node.rest(),
    )


def read_rollback(node: Node) -> RollBackRecords:
    name, label, description = begin(node)
    connector = connector_of(node.take("connector"))
    return RollBackRecords(name=name, label=label, description=description, connector=connector, extra=node.rest())
