"""Resources of a flow: variables, constants, formulas, text templates, choices and sets of them."""

from builder.metadata.node import Node
from builder.metadata.operands import filters_of, kind_called, kind_of, operand_of, validation_of
from engine.document.flow_elements import OutputField
from engine.document.operands import Operand
from engine.document.resources import Choice, ChoiceInput, ChoiceSet, Constant, Formula, TextTemplate, Variable
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
    asked = node.take("userInput")
    given = None if asked is None or asked.is_nil else _choice_input(asked)
    label, description = node.text("choiceText"), node.text("description")
    return Choice(name, label, kind, value, description, given, {**extra, **node.rest()})


def _choice_input(node: Node) -> ChoiceInput:
    required, prompt = node.flag("isRequired"), node.text("promptText")
    return ChoiceInput(prompt, required, validation_of(node.take("validationRule")), node.rest())


def read_choice_set(node: Node) -> ChoiceSet:
    """Parts that are said to be nil are kept as nil: exports of picklist sets are full of them."""
    name = _begin(node, "choice_sets")
    nil = {tag: None for tag in ("displayField", "object", "valueField") if node.take_nil(tag)}
    outputs = tuple(
        OutputField(field=output.required("field"), target=output.required("assignToReference"))
        for output in node.take_all("outputAssignments")
    )
    return ChoiceSet(
        name=name,
        kind=kind_of(node),
        description=node.text("description"),
        object=node.word("object"),
        filters=filters_of(node),
        sort_field=node.word("sortField"),
        sort_order=node.word("sortOrder").lower(),
        limit=node.integer("limit"),
        display_field=node.word("displayField"),
        value_field=node.word("valueField"),
        outputs=outputs,
        picklist_object=node.word("picklistObject"),
        picklist_field=node.word("picklistField"),
        collection=node.word("collectionReference"),
        extra={**nil, **node.rest()},
    )
