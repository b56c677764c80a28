"""Filters of records: rows of "field operator value" under a logic, read once, then asked of SQL or of a value.

Both answers come from the same comparison keys, so SQL and Python agree on every database. They mean what conditions
mean (engine.formula.compare), but for one thing: text ignores upper and lower case, as the reference product's record
queries do. Null equals only null (semantics.md 20).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from engine.document.conditions import Condition, Conditions, Operator
from engine.document.operands import Literal
from engine.formula import FormulaError
from engine.formula.logic import Logic, parse_logic
from records.catalog import field_named
from records.errors import BadFilter, UnknownField
from records.kinds import KINDS
from records.models import RecordField, RecordObject

T = TypeVar("T")
Row = tuple[str, Operator, Any]
NULL_TESTS = {Operator.IS_NULL, Operator.IS_BLANK, Operator.IS_EMPTY}
LISTS = {Operator.IN, Operator.NOT_IN}
EQUALITIES = {Operator.EQUAL_TO, Operator.NOT_EQUAL_TO}
ORDERS = {Operator.GREATER_THAN, Operator.GREATER_OR_EQUAL, Operator.LESS_THAN, Operator.LESS_OR_EQUAL}
PARTS = {Operator.STARTS_WITH, Operator.ENDS_WITH, Operator.CONTAINS}
TEXTS = {"text", "long_text", "email", "phone", "url", "picklist", "lookup"}


@dataclass(frozen=True)
class Test:
    """One row. `right` is a key, None for null, a tuple of these for lists, a Boolean for the null tests.

    end:        set when a date/time meets a date: the right side is the day from `right` up to, not with, `end`
    unreadable: the right side is a value, but not one of this field's kind: nothing is equal to it
    """

    field: RecordField
    operator: Operator
    right: Any
    end: str | None = None
    unreadable: bool = False


@dataclass(frozen=True)
class Filter:
    """`logic` is None where there are no rows: everything passes."""

    tests: tuple[Test, ...]
    logic: Logic | None

    @property
    def needs_all(self) -> bool:
        return self.logic is None or set(self.logic.steps) <= {"AND", *range(1, len(self.tests) + 1)}

    def fold(self, rows: Sequence[T], negate: Callable[[T], T], both: Callable[[str, T, T], T]) -> T:
        """The rows put together as the logic says; `both("AND" | "OR", left, right)`."""
        stack: list[T] = []
        for step in self.logic.steps if self.logic else ():
            if isinstance(step, int):
                stack.append(rows[step - 1])
            elif step == "NOT":
                stack.append(negate(stack.pop()))
            else:
                right, left = stack.pop(), stack.pop()
                stack.append(both(step, left, right))
        return stack[0]


def read_filter(obj: RecordObject, conditions: Conditions | Sequence[Row], logic: str = "and") -> Filter:
    """The filter that conditions mean for an object.

    conditions: engine Conditions whose right sides are Literals or nothing, or rows (field, operator, value)
    raises:     UnknownField; BadFilter for an operator records cannot answer or a logic that cannot be read
    """
    if isinstance(conditions, Conditions):
        if conditions.formula:
            raise BadFilter(reason="A formula cannot filter records.")
        rows: Iterable[Row] = [_row(condition) for condition in conditions.rows]
        logic = conditions.logic
    else:
        rows = conditions
    tests = tuple(_test(obj, *row) for row in rows)
    try:
        return Filter(tests, parse_logic(logic or "and", len(tests)) if tests else None)
    except FormulaError as error:
        raise BadFilter(reason=str(error)) from error


def _row(condition: Condition) -> Row:
    if condition.right is None:
        return condition.left, condition.operator, None
    if isinstance(condition.right, Literal):
        return condition.left, condition.operator, condition.right.value
    raise BadFilter(reason=f"The right side of {condition.left} is not a value yet.")


def _test(obj: RecordObject, name: str, operator: Operator, raw: Any) -> Test:
    field = field_named(obj, name)
    if field is None:
        raise UnknownField(object=obj.api_name, field=name)
    operator = Operator(operator)
    if operator in NULL_TESTS:
        return Test(field, operator, raw.strip().lower() != "false" if isinstance(raw, str) else raw is not False)
    if operator in LISTS:
        items = [raw] if isinstance(raw, str) or not isinstance(raw, list | tuple | set) else raw
        keys = tuple(key for item in items if (key := _key(field, item)) is not None)
        return Test(field, operator, (*keys, None) if raw is not None and None in items else keys)
    if operator in PARTS and field.kind not in TEXTS:
        raise BadFilter(reason=f"{operator.value} works on text, and {field.api_name} is none.")
    if operator not in EQUALITIES | ORDERS | PARTS:
        raise BadFilter(reason=f"Records cannot be found by {operator.value}.")
    key = _key(field, raw)
    end = None
    if field.kind == "datetime" and type(raw) is date and raw < date.max:
        end = _key(field, raw + timedelta(days=1))
    return Test(field, operator, key, end, unreadable=key is None and raw is not None)


def _key(field: RecordField, raw: Any) -> str | None:
    return KINDS[field.kind].operand_key(field, raw)


def matches(test: Filter, key_of: Callable[[RecordField], str | None]) -> bool:
    """Whether a record passes; `key_of` gives the key of its value in a field, None for null."""
    if test.logic is None:
        return True
    return test.logic.settle([test_holds(row, key_of(row.field)) for row in test.tests])


def test_holds(test: Test, left: str | None) -> bool:
    """One row against the left side's key."""
    if test.operator in NULL_TESTS:
        return (left is None) == test.right
    if test.operator in LISTS:
        return (left in test.right) == (test.operator == Operator.IN)
    if test.operator in EQUALITIES:
        return _equal(test, left) == (test.operator == Operator.EQUAL_TO)
    if left is None or test.right is None or (test.operator in ORDERS and test.field.kind == "checkbox"):
        return False
    return _ORDERED[test.operator](left, test.right, test.end)


def _equal(test: Test, left: str | None) -> bool:
    if test.unreadable:
        return False
    if test.end is not None and left is not None:
        return test.right <= left < test.end
    return left == test.right


_ORDERED: dict[Operator, Callable[[str, str, str | None], bool]] = {
    Operator.GREATER_THAN: lambda left, right, end: left > right if end is None else left >= end,
    Operator.GREATER_OR_EQUAL: lambda left, right, end: left >= right,
    Operator.LESS_THAN: lambda left, right, end: left < right,
    Operator.LESS_OR_EQUAL: lambda left, right, end: left <= right if end is None else left < end,
    Operator.STARTS_WITH: lambda left, right, end: left.startswith(right),
    Operator.ENDS_WITH: lambda left, right, end: left.endswith(right),
    Operator.CONTAINS: lambda left, right, end: right in left,
}
