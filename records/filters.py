"""Filters of records: rows of "field operator value" under a logic, read once, then asked of SQL or of a value.

Both answers come from the same comparison keys, so SQL and Python agree on every database.
Text ignores case; numbers compare as numbers, date/times as instants. Null equals only null (semantics.md 20).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from engine.document.conditions import Condition, Conditions, Operator
from engine.document.operands import Literal
from records.catalog import field_named
from records.errors import BadFilter, UnknownField
from records.kinds import KINDS
from records.logic import Logic, parse_logic
from records.models import RecordField, RecordObject

Row = tuple[str, Operator, Any]
NULL_TESTS = {Operator.IS_NULL, Operator.IS_BLANK, Operator.IS_EMPTY}
LISTS = {Operator.IN, Operator.NOT_IN}
COMPARISONS = {
    Operator.EQUAL_TO,
    Operator.NOT_EQUAL_TO,
    Operator.GREATER_THAN,
    Operator.GREATER_OR_EQUAL,
    Operator.LESS_THAN,
    Operator.LESS_OR_EQUAL,
    Operator.STARTS_WITH,
    Operator.ENDS_WITH,
    Operator.CONTAINS,
}


@dataclass(frozen=True)
class Test:
    """One row. `right` is a key, None for null, a tuple of these for lists, a Boolean for the null tests.

    `unreadable`: the right side is a value, but not one of this field's kind: nothing is equal to it.
    """

    field: RecordField
    operator: Operator
    right: Any
    unreadable: bool = False


@dataclass(frozen=True)
class Filter:
    tests: tuple[Test, ...]
    logic: Logic


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
    return Filter(tests, parse_logic(logic or "and", len(tests)))


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
        return Test(field, operator, raw is None or raw is True or str(raw).lower() == "true")
    if operator in LISTS:
        items = raw if isinstance(raw, list | tuple | set) else [raw]
        keys = tuple(key for item in items if (key := _key(field, item)) is not None)
        has_null = any(item is None or item == "" for item in items)
        return Test(field, operator, (*keys, None) if has_null else keys)
    if operator in COMPARISONS:
        key = _key(field, raw)
        return Test(field, operator, key, unreadable=key is None and raw is not None and raw != "")
    raise BadFilter(reason=f"Records cannot be found by {operator.value}.")


def _key(field: RecordField, raw: Any) -> str | None:
    return KINDS[field.kind].operand_key(field, raw)


def matches(test: Filter, key_of: Callable[[RecordField], str | None]) -> bool:
    """Whether a record passes; `key_of` gives the key of its value in a field, None for null."""
    return test.logic.holds([test_holds(row, key_of(row.field)) for row in test.tests])


def test_holds(test: Test, left: str | None) -> bool:
    """One row against the left side's key."""
    if test.operator in NULL_TESTS:
        return (left is None) == test.right
    if test.operator in LISTS:
        return (left in test.right) == (test.operator == Operator.IN)
    if test.operator == Operator.EQUAL_TO:
        return left == test.right and not test.unreadable
    if test.operator == Operator.NOT_EQUAL_TO:
        return left != test.right or test.unreadable
    if left is None or test.right is None:
        return False
    return _ORDERED[test.operator](left, test.right)


_ORDERED: dict[Operator, Callable[[str, str], bool]] = {
    Operator.GREATER_THAN: lambda left, right: left > right,
    Operator.GREATER_OR_EQUAL: lambda left, right: left >= right,
    Operator.LESS_THAN: lambda left, right: left < right,
    Operator.LESS_OR_EQUAL: lambda left, right: left <= right,
    Operator.STARTS_WITH: str.startswith,
    Operator.ENDS_WITH: str.endswith,
    Operator.CONTAINS: lambda left, right: right in left,
}
