"""<assignments>"""

from builder.metadata.elements.base import begin
from builder.metadata.names import snake
from builder.metadata.node import Node
from builder.metadata.operands import connector_of, operand_of
from engine.document.flow_elements import Assignment, AssignmentItem


def read_assignment(node: Node) -> Assignment:
    name, label, description = begin(node)
    return Assignment(
        name=name,
        label=label,
        description=description,
        items=tuple(_item(item) for item in node.take_all("assignmentItems")),
        connector=connector_of(node.take("connector")),
        extra=node.rest(),
    )


def _item(node: Node) -> AssignmentItem:
    target = node.required("assignToReference")
    operator = snake(node.word("operator"))
    value_node = node.take("value")
    value = operand_of(value_node)
    extra = node.rest()
    if value_node is not None and value_node.names_left():
        extra["value"] = value_node.rest()
    return AssignmentItem(target, operator, value, extra)
