"""Values, kinds, conditions, connectors and named inputs."""

from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation

from builder.metadata.names import DATA_TYPES, snake
from builder.metadata.node import Node
from engine.document.conditions import Condition, Conditions, Operator
from engine.document.elements import Connector
from engine.document.flow_elements import Validation
from engine.document.operands import Expression, Literal, Named, Operand, Reference
from engine.values import Kind

LITERALS = {
    "stringValue": Kind.TEXT,
    "numberValue": Kind.NUMBER,
    "booleanValue": Kind.BOOLEAN,
    "dateValue": Kind.DATE,
    "dateTimeValue": Kind.DATETIME,
    "timeValue": Kind.TIME,
}


def kind_of(node: Node) -> Kind:
    """The kind that <dataType> names; a type nobody knows is opaque, with a warning."""
    return kind_called(node.word("dataType"), node)


def kind_called(word: str, node: Node) -> Kind:
    if word in DATA_TYPES:
        return DATA_TYPES[word]
    node.report.warn("unknown_type", node.path, f"The data type {word or '(none)'} is not known; its values are kept.")
    return Kind.OPAQUE


def operand_of(node: Node | None) -> Operand | None:
    """The value in <value>, <rightValue> or their like; None where it is absent, nil or empty."""
    if node is None or node.is_nil:
        return None
    for name, kind in LITERALS.items():
        child = node.take(name)
        if child is not None:
            return None if child.is_nil else literal_of(kind, child)
    reference = node.word("elementReference")
    if reference:
        return Reference(reference)
    formula = node.text("formulaExpression")
    if formula:
        kind_word = node.word("formulaDataType")
        return Expression(formula, DATA_TYPES[kind_word].value if kind_word in DATA_TYPES else "")
    return None


def literal_of(kind: Kind, node: Node) -> Literal:
    text = node.own_text
    if kind is Kind.TEXT:
        return Literal(kind, text)
    try:
        return Literal(kind, canonical(kind, text.strip()))
    except ValueError:
        node.report.warn("bad_value", node.path, f"<{node.tag}> holds {text!r}, which is not a {kind.value}.")
        return Literal(Kind.TEXT, text)


def canonical(kind: Kind, text: str) -> str:
    """The one spelling of a value. raises ValueError"""
    match kind:
        case Kind.NUMBER:
            try:
                number = Decimal(text)
            except InvalidOperation as error:
                raise ValueError(text) from error
            if not number.is_finite():
                raise ValueError(text)
            return format(number.normalize(), "f") if number else "0"
        case Kind.BOOLEAN:
            return "true" if text.lower() in ("true", "1") else "false"
        case Kind.DATE:
            return date.fromisoformat(text[:10]).isoformat()
        case Kind.DATETIME:
            moment = datetime.fromisoformat(text)
            return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).isoformat()
        case _:
            return time.fromisoformat(text.rstrip("Z")).isoformat()


def named_of(node: Node, name: str = "name") -> Named:
    """An input: <name>, perhaps <value>. What else the value holds (collections, ...) is kept."""
    label = node.required(name)
    value_node = node.take("value")
    value = operand_of(value_node)
    extra = node.rest()
    if value_node is not None and value_node.names_left():
        extra["value"] = value_node.rest()
    return Named(label, value, extra)


def validation_of(node: Node | None) -> Validation | None:
    return None if node is None else Validation(node.text("formulaExpression"), node.text("errorMessage"))


def connector_of(node: Node | None) -> Connector | None:
    if node is None or node.is_nil:
        return None
    target = node.word("targetReference")
    if not target:
        node.rest(silent=True)
        return None
    return Connector(target, node.flag("isGoTo"), node.rest())


def condition_of(node: Node, *, left: str, right: str) -> Condition:
    """left, right: names of the child elements; a filter has <field> and <value>."""
    subject = node.word(left)
    word = node.word("operator")
    value_node = node.take(right)
    value = operand_of(value_node)
    extra = node.rest()
    if value_node is not None and value_node.names_left():
        extra[right] = value_node.rest()
    try:
        operator = Operator(snake(word))
    except ValueError:
        operator = Operator.NONE
        extra["operator"] = word
        node.report.warn(
            "unknown_operator",
            node.path,
            f"The operator {word or '(none)'} on {subject} is not known; it is never true.",
        )
    return Condition(subject, operator, value, extra)


def conditions_of(node: Node, *, logic: str = "conditionLogic", rows: str = "conditions") -> Conditions:
    """The rows under one logic, from the holder's flat children."""
    return Conditions(
        logic=logic_of(node.word(logic)),
        rows=tuple(condition_of(row, left="leftValueReference", right="rightValue") for row in node.take_all(rows)),
    )


def filters_of(node: Node) -> Conditions:
    """Record filters: fields on the left; a formula when there is one."""
    formula = node.text("filterFormula")
    rows = tuple(condition_of(row, left="field", right="value") for row in node.take_all("filters"))
    logic = logic_of(node.word("filterLogic"))
    return Conditions("formula" if formula else logic, rows, formula)


def logic_of(word: str) -> str:
    """and, or, formula as we write them; a custom expression as it is; "" is and."""
    if not word or word == "no_conditions":
        return "and"
    return word.lower() if word.lower() in ("and", "or", "formula") else word
