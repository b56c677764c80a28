"""Assignment: changes variables and fields of records in variables, item by item."""

from engine.document.flow_elements import Assignment, AssignmentItem
from engine.document.resources import Variable
from engine.errors import Fault
from engine.flows.kinds import NUMBERS, WrongKind, number_of
from engine.flows.moves import Go, Straight, go
from engine.flows.operators import OPERATIONS
from engine.flows.scope import FlowScope
from engine.flows.targets import assign
from engine.values import Kind


class AssignmentHandler(Straight):
    kind = "assignment"

    def enter(self, element: Assignment, scope: FlowScope) -> Go:
        notes = {item.target: _apply(item, scope, element.name) for item in element.items}
        scope.memory.note(element.name, self.kind, notes)
        return go(element.connector)


def _apply(item: AssignmentItem, scope: FlowScope, element: str) -> str:
    given = scope.resolve(item.value)
    if item.operator == "assign":
        return assign(scope, item.target, given, element)
    operation = OPERATIONS.get(item.operator)
    if operation is None:
        raise Fault(
            message=f"{element} uses the operator {item.operator}, which is not supported.",
            element=element,
            code="operator_unsupported",
        )
    kind = _kind_of(item.target, scope)
    try:
        if kind in NUMBERS and isinstance(given, str):
            given = number_of(given)
        value = operation(scope.look_up(tuple(item.target.split("."))), given, kind)
    except WrongKind as error:
        message = f"{element} cannot {item.operator.replace('_', ' ')} to {item.target}: {error}."
        raise Fault(message=message, element=element, code="value_kind") from error
    return assign(scope, item.target, value, element)


def _kind_of(target: str, scope: FlowScope) -> Kind:
    """The declared kind of a variable; a record's field has none here (opaque): its value decides."""
    name = scope.program.name(target)
    resource = scope.program.resources.get(name or "")
    return resource.kind if isinstance(resource, Variable) else Kind.OPAQUE
