"""What every element begins with."""

from builder.metadata.node import Node


def begin(node: Node) -> tuple[str, str, str]:
    """API name, label and description; sets the path that problems of the element point to."""
    name = node.required("name")
    node.path = f"elements/{name}"
    return name, node.text("label") or name, node.text("description")
