"""Trees of values, conditions, connectors and resources: the reverse of operands.py and resources.py."""

from builder.metadata.emit import ABSENT, Tree, merged
from builder.metadata.names import DATA_TYPES, camel
from builder.metadata.operands import LITERALS
from engine.document.conditions import Condition, Conditions, Operator
from engine.document.elements import Connector
from engine.document.flow_elements import Validation
from engine.document.operands import Expression, Literal, Named, Operand, Reference
from engine.document.resources import Choice, ChoiceInput, ChoiceSet, Constant, Formula, TextTemplate, Variable
from engine.values import Kind

TYPE_NAMES = {kind: name for name, kind in DATA_TYPES.items()}
VALUE_TAGS = {kind: tag for tag, kind in LITERALS.items()} | {Kind.CURRENCY: "numberValue"}


def text_or_absent(text: str) -> object:
    return text or ABSENT


def value_tree(operand: Operand | None) -> object:
    match operand:
        case Literal():
            return {VALUE_TAGS.get(operand.kind, "stringValue"): _spelled(operand)}
        case Reference():
            return {"elementReference": operand.path}
        case Expression():
            types = {kind.value: name for kind, name in TYPE_NAMES.items()}
            return {"formulaExpression": operand.text, "formulaDataType": types.get(operand.kind, ABSENT)}
    return ABSENT


def _spelled(literal: Literal) -> str:
    match literal.kind:
        case Kind.NUMBER | Kind.CURRENCY if "." not in literal.text:
            return f"{literal.text}.0"
        case Kind.DATETIME:
            return literal.text.replace("+00:00", "Z")
    return literal.text


def named_tree(named: Named, name: str = "name") -> Tree:
    return merged({name: named.name, "value": value_tree(named.value)}, named.extra)


def connector_tree(connector: Connector | None) -> object:
    if connector is None:
        return ABSENT
    return merged({"targetReference": connector.target, "isGoTo": connector.go_to or ABSENT}, connector.extra)


def condition_tree(row: Condition, *, left: str, right: str) -> Tree:
    extra = dict(row.extra)
    operator = extra.pop("operator", "None" if row.operator is Operator.NONE else camel(row.operator.value))
    return merged({left: row.left, "operator": operator, right: value_tree(row.right)}, extra)


def conditions_tree(conditions: Conditions, *, logic: str = "conditionLogic", rows: str = "conditions") -> Tree:
    trees = [condition_tree(row, left="leftValueReference", right="rightValue") for row in conditions.rows]
    return {logic: conditions.logic, rows: trees or ABSENT}


def filters_tree(filters: Conditions) -> Tree:
    rows = [condition_tree(row, left="field", right="value") for row in filters.rows]
    return {
        "filterLogic": filters.logic if (rows and not filters.formula) or filters.logic != "and" else ABSENT,
        "filterFormula": filters.formula or ABSENT,
        "filters": rows or ABSENT,
    }


def variable_tree(variable: Variable) -> Tree:
    extra = dict(variable.extra)
    return merged(
        {
            "name": variable.name,
            "description": text_or_absent(variable.description),
            "dataType": extra.pop("dataType", TYPE_NAMES[variable.kind]),
            "objectType": text_or_absent(variable.object),
            "isCollection": variable.collection,
            "isInput": variable.is_input,
            "isOutput": variable.is_output,
            "scale": ABSENT if variable.scale is None else variable.scale,
            "value": value_tree(variable.default),
        },
        extra,
    )


def constant_tree(constant: Constant) -> Tree:
    return merged(
        {
            "name": constant.name,
            "description": text_or_absent(constant.description),
            "dataType": TYPE_NAMES[constant.kind],
            "value": value_tree(constant.value),
        },
        constant.extra,
    )


def formula_tree(formula: Formula) -> Tree:
    return merged(
        {
            "name": formula.name,
            "description": text_or_absent(formula.description),
            "dataType": TYPE_NAMES[formula.kind],
            "expression": formula.expression,
            "scale": ABSENT if formula.scale is None else formula.scale,
        },
        formula.extra,
    )


def template_tree(template: TextTemplate) -> Tree:
    return merged(
        {
            "name": template.name,
            "description": text_or_absent(template.description),
            "isViewedAsPlainText": template.plain,
            "text": template.text,
        },
        template.extra,
    )


def choice_tree(choice: Choice) -> Tree:
    return merged(
        {
            "name": choice.name,
            "description": text_or_absent(choice.description),
            "choiceText": choice.label,
            "dataType": TYPE_NAMES[choice.kind],
            "value": value_tree(choice.value),
            "userInput": ABSENT if choice.input is None else _choice_input_tree(choice.input),
        },
        choice.extra,
    )


def _choice_input_tree(given: ChoiceInput) -> Tree:
    return merged(
        {
            "isRequired": given.required,
            "promptText": text_or_absent(given.prompt),
            "validationRule": validation_tree(given.validation),
        },
        given.extra,
    )


def validation_tree(validation: Validation | None) -> object:
    if validation is None:
        return ABSENT
    return {"formulaExpression": validation.formula, "errorMessage": validation.message}


def choice_set_tree(one: ChoiceSet) -> Tree:
    return merged(
        {
            "name": one.name,
            "description": text_or_absent(one.description),
            "dataType": TYPE_NAMES[one.kind],
            "object": text_or_absent(one.object),
            **filters_tree(one.filters),
            "sortField": text_or_absent(one.sort_field),
            "sortOrder": text_or_absent(one.sort_order.capitalize()),
            "limit": ABSENT if one.limit is None else one.limit,
            "displayField": text_or_absent(one.display_field),
            "valueField": text_or_absent(one.value_field),
            "outputAssignments": [{"assignToReference": out.target, "field": out.field} for out in one.outputs]
            or ABSENT,
            "picklistObject": text_or_absent(one.picklist_object),
            "picklistField": text_or_absent(one.picklist_field),
            "collectionReference": text_or_absent(one.collection),
        },
        one.extra,
    )
