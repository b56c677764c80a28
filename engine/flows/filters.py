"""Record filters with every operand resolved to its value."""

from engine.document.conditions import Conditions
from engine.errors import Fault
from engine.flows.requests import Filter
from engine.flows.scope import FlowScope
from engine.values import RecordValue, pack


def filters_of(conditions: Conditions, scope: FlowScope, element: str) -> tuple[tuple[Filter, ...], str]:
    """The rows and their logic. raises Fault; NeedFacts"""
    if conditions.formula:
        message = f"{element} filters records by a formula, which is not supported."
        raise Fault(message=message, element=element, code="filter_unsupported")
    rows = tuple(Filter(row.left, row.operator, pack(_value(scope.resolve(row.right)))) for row in conditions.rows)
    return rows, conditions.logic


def _value(value: object) -> object:
    """A record stands for its id."""
    if isinstance(value, list):
        return [_value(item) for item in value]
    return (value.id or None) if isinstance(value, RecordValue) else value
