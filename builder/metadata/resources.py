"""Resources of a flow: variables, constants, formulas, text templates, choices."""

from builder.metadata.node import Node
from builder.metadata.operands import kind_called, kind_of, operand_of
from engine.document.operands import Operand
from engine.document.resources import Choice, Constant, Formula, TextTemplate, Variable
from engine.values import Kind


def _begin(node: Node, collection: str) -> str:
    name = node.required("name")
    node.path = f"{collection}/{name}"
    return name


def _value(node: Node, extra: dict) -> Operand | None:
    value_node = node.take("value")
    value = operand_of(value_node)
    if value_node is not None and value_node.names_left():
        extra["value"] = value_node.rest()
    return value


def read_variable(node: Node) -> Variable:
    name = _begin(node, "variables")
    extra: dict = {}
    raw = node.word("dataType")
    kind = kind_called(raw, node)
    default = _value(node, extra)
    if kind is Kind.OPAQUE:
        extra["dataType"] = raw
        node.report.unsupported(f"variables: {raw} values")
    return Variable(
        name=name,
        kind=kind,
        description=node.text("description"),
        object=node.word("objectType"),
        collection=node.flag("isCollection"),
        is_input=node.flag("isInput"),
        is_output=node.flag("isOutput"),
        scale=node.integer("scale"),
        default=default,
        extra={**extra, **node.rest(silent=kind is Kind.OPAQUE)},
    )


def read_constant(node: Node) -> Constant:
    name = _begin(node, "constants")
    extra: dict = {}
    kind, value = kind_of(node), _value(node, extra)
    return Constant(name, kind, value, node.text("description"), {**extra, **node.rest()})


def read_formula(node: Node) -> Formula:
    name = _begin(node, "formulas")
    return Formula(
        name=name,
        kind=kind_of(node),
        expression=node.text("expression"),
        scale=node.integer("scale"),
        description=node.text("description"),
        extra=node.rest(),
    )


def read_template(node: Node) -> TextTemplate:
    name = _begin(node, "templates")
    plain = node.flag("isViewedAsPlainText")
    return TextTemplate(name, node.text("text"), plain, node.text("description"), node.rest())


def read_choice(node: Node) -> Choice:
    name = _begin(node, "choices")
    extra: dict = {}
    kind, value = kind_of(node), _value(node, extra)
    return Choice(name, node.text("choiceText"), kind, value, node.text("description"), {**extra, **node.rest()})
