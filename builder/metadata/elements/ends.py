"""<ends>: an explicit end of a path."""

from builder.metadata.elements.base import begin
from builder.metadata.node import Node
from engine.document.stages import End


def read_end(node: Node) -> End:
    name, label, description = begin(node)
    return End(name, label, description, node.rest())
