"""Filters of records: rows of "field operator value" under a logic, read once, then asked of SQL or of a value.

Both answers come from the same comparison keys, so SQL and Python agree on every database. They mean what conditions
mean everywhere (engine.formula.compare): the field's kind decides how the right side is read, text ignores upper and
lower case, null equals only null (semantics.md 20).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from django.utils import timezone

from engine.document.conditions import Condition, Conditions, Operator
from engine.document.operands import Literal
from engine.formula import FormulaError
from engine.formula.comparing import Unreadable, asked, read_as
from engine.formula.errors import Wrong
from engine.formula.logic import Logic, parse_logic
from engine.values import Kind, RecordValue
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
    days:       of lists: the days among the members, each from its first key up to, not with, its second
    unreadable: the right side is a value, but not one of this field's kind: nothing is equal to it
    """

    field: RecordField
    operator: Operator
    right: Any
    end: str | None = None
    days: tuple[tuple[str, str], ...] = ()
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
        return Test(field, operator, asked(raw))
    if operator == Operator.WAS_SET:
        return Test(field, Operator.IS_NULL, not asked(raw))
    if operator in LISTS:
        return _list_test(field, operator, raw)
    if operator in PARTS and field.kind not in TEXTS:
        raise BadFilter(reason=f"{operator.value} works on text, and {field.api_name} is none.")
    if operator not in EQUALITIES | ORDERS | PARTS:
        raise BadFilter(reason=f"Records cannot be found by {operator.value}.")
    if operator in ORDERS and field.kind in TEXTS and not isinstance(raw, str | RecordValue):
        raw = None  # other kinds have no order with a text
    key, end = _key(field, raw)
    return Test(field, operator, key, end, unreadable=key is None and raw is not None)


def _list_test(field: RecordField, operator: Operator, raw: Any) -> Test:
    members = raw if isinstance(raw, list | tuple | set) else () if raw is None else (raw,)
    pairs = [_key(field, item) for item in members]
    keys: list[str | None] = [key for key, end in pairs if key is not None and end is None]
    if None in members:
        keys.append(None)
    days = tuple((key, end) for key, end in pairs if key is not None and end is not None)
    return Test(field, operator, tuple(keys), days=days)


def _key(field: RecordField, raw: Any) -> tuple[str | None, str | None]:
    """(key, end of the day when a date/time meets a date); None where it cannot be read as the field's kind."""
    kind = KINDS[field.kind]
    try:
        value = read_as(kind.value_kind, raw, timezone.get_current_timezone())
    except (Unreadable, Wrong):
        return None, None
    if value is None or (isinstance(value, str) and not _storable(value)):
        return None, None
    if kind.value_kind is Kind.DATETIME and type(value) is date:
        return _day(value)
    try:
        return kind.key(value), None
    except OverflowError:  # at the ends of the calendar
        return None, None


def _day(day: date) -> tuple[str, str]:
    """Where a day begins and the next one does; both held within the calendar."""
    zone = timezone.get_current_timezone()
    first = _moment_key(datetime.combine(day, time(), zone), datetime.min)
    if day == date.max:
        return first, _moment_key(datetime.max.replace(tzinfo=UTC), datetime.max)
    return first, _moment_key(datetime.combine(day + timedelta(days=1), time(), zone), datetime.max)


def _moment_key(moment: datetime, bound: datetime) -> str:
    try:
        return KINDS["datetime"].key(moment)
    except OverflowError:
        return KINDS["datetime"].key(bound.replace(tzinfo=UTC))


def _storable(text: str) -> bool:
    """No field holds NUL or half a character, so nothing equals a text with one; databases refuse to be asked."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


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
        inside = left in test.right or (left is not None and any(first <= left < end for first, end in test.days))
        return inside == (test.operator == Operator.IN)
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
