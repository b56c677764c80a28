"""Values against values: what equal, less, contains mean for every pair of kinds."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any

from engine.document.conditions import Operator
from engine.formula.numbers import bounded, parse_number
from engine.formula.texts import formula_text
from engine.values import RecordValue, Value


def compare(operator: Operator, left: Value, right: Value, zone: tzinfo = UTC) -> bool:
    """One condition row on values. `zone` decides the day of a date/time that meets a date.

    Text is compared as written, upper and lower case apart. A text that meets a number, Boolean, date or time
    is read as one; a record is its id. Null equals null alone; it is neither less nor greater than anything.
    raises: KeyError for operators that ask the scope (was_visited, has_error, is_changed, was_selected, none)
    """
    return _COMPARISONS[operator](left, right, zone)


def equal(left: Value, right: Value, zone: tzinfo = UTC) -> bool:
    if left is None or right is None:
        return left is right
    if isinstance(left, list | tuple) or isinstance(right, list | tuple):
        return _equal_lists(left, right, zone)
    first, second = alike(left, right, zone)
    return type(first) is type(second) and first == second


def _equal_lists(left: Value, right: Value, zone: tzinfo) -> bool:
    if not (isinstance(left, list | tuple) and isinstance(right, list | tuple)) or len(left) != len(right):
        return False
    return all(equal(first, second, zone) for first, second in zip(left, right, strict=True))


def order(left: Value, right: Value, zone: tzinfo = UTC) -> int | None:
    """-1, 0, 1; None where the two have no order (null, different kinds, Booleans)."""
    if left is None or right is None:
        return None
    first, second = alike(left, right, zone)
    if type(first) is not type(second) or not isinstance(first, str | Decimal | date | time):
        return None
    return int(first > second) - int(first < second)


def alike(left: Value, right: Value, zone: tzinfo) -> tuple[Any, Any]:
    """Both values as one Python type where a sensible reading exists, else as they are."""
    first, second = _simple(left), _simple(right)
    if type(first) is type(second):
        return first, second
    if isinstance(first, str):
        return _read(first, second, zone), second
    if isinstance(second, str):
        return first, _read(second, first, zone)
    if isinstance(first, datetime) and type(second) is date:
        return first.astimezone(zone).date(), second
    if isinstance(second, datetime) and type(first) is date:
        return first, second.astimezone(zone).date()
    return first, second


def _simple(value: Value) -> Any:
    match value:
        case RecordValue():
            return value.id if value.id else value
        case bool():
            return value
        case Decimal():
            return bounded(value)
        case int() | float():
            return bounded(Decimal(str(value)))
        case str():
            return str(value)  # Html too
        case time():
            return value.replace(tzinfo=None)
        case _:
            return value


def _read(text: str, like: Any, zone: tzinfo) -> Any:
    """The text read as the kind of the other value; the text itself where it cannot be."""
    try:
        match like:
            case bool():
                return {"true": True, "false": False}.get(text.strip().lower(), text)
            case Decimal():
                number = parse_number(text)
                return text if number is None else number
            case datetime():
                moment = datetime.fromisoformat(text.strip())
                return moment if moment.tzinfo else moment.replace(tzinfo=zone)
            case date():
                return date.fromisoformat(text.strip())
            case time():
                return time.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return text
    return text


def blank(value: Value) -> bool:
    """Null, no characters or only white space, an empty collection."""
    return value is None or (isinstance(value, str) and not value.strip()) or (isinstance(value, list) and not value)


def empty(value: Value) -> bool:
    """Null, the empty text, an empty collection."""
    return value is None or (isinstance(value, str | list | tuple) and not value)


def contains(left: Value, right: Value, zone: tzinfo = UTC) -> bool:
    """A collection has the member; a text has the part. False when either is null."""
    if left is None:
        return False
    if isinstance(left, list | tuple):
        return any(equal(item, right, zone) for item in left)
    return right is not None and formula_text(right) in formula_text(left)


def _starts(left: Value, right: Value, _zone: tzinfo) -> bool:
    return left is not None and right is not None and formula_text(left).startswith(formula_text(right))


def _ends(left: Value, right: Value, _zone: tzinfo) -> bool:
    return left is not None and right is not None and formula_text(left).endswith(formula_text(right))


def _among(left: Value, right: Value, zone: tzinfo) -> bool:
    if right is None:
        return False
    members = right if isinstance(right, list | tuple) else [right]
    return any(equal(left, member, zone) for member in members)


def asked(right: Value) -> bool:
    """What the right side of is_null and its like asks for: nothing there means true."""
    if isinstance(right, str):
        return right.strip().lower() != "false"
    return right is not False


def _null(value: Value) -> bool:
    return value is None or (isinstance(value, list | tuple) and not value)


Comparison = Callable[[Value, Value, tzinfo], bool]


def _ordered(accepted: tuple[int, ...]) -> Comparison:
    return lambda left, right, zone: order(left, right, zone) in accepted


def _unary(test: Callable[[Value], bool]) -> Comparison:
    return lambda left, right, _zone: test(left) is asked(right)


_COMPARISONS: dict[Operator, Comparison] = {
    Operator.EQUAL_TO: equal,
    Operator.NOT_EQUAL_TO: lambda left, right, zone: not equal(left, right, zone),
    Operator.GREATER_THAN: _ordered((1,)),
    Operator.GREATER_OR_EQUAL: _ordered((0, 1)),
    Operator.LESS_THAN: _ordered((-1,)),
    Operator.LESS_OR_EQUAL: _ordered((-1, 0)),
    Operator.STARTS_WITH: _starts,
    Operator.ENDS_WITH: _ends,
    Operator.CONTAINS: contains,
    Operator.IN: _among,
    Operator.NOT_IN: lambda left, right, zone: not _among(left, right, zone),
    Operator.IS_NULL: _unary(_null),
    Operator.IS_BLANK: _unary(blank),
    Operator.IS_EMPTY: _unary(empty),
    Operator.WAS_SET: _unary(lambda value: value is not None),
}


def comparable(left: Value, right: Value, zone: tzinfo = UTC) -> bool:
    """Whether the two have an order at all; used to say why a comparison is false."""
    return order(left, right, zone) is not None
