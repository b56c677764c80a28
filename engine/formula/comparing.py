"""Values against values: what equal, less, contains mean for every pair of kinds.

`equal` and `order` are the operators of formulas: text as written, either side read as the other's kind.
`compare` is a row of conditions, the same for values here and for records in SQL: the left side decides what kind the
right one is read as, and text ignores upper and lower case.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any, cast

from engine.document.conditions import Operator
from engine.formula.numbers import bounded, parse_number
from engine.formula.texts import formula_text
from engine.formula.values import kind_of_value
from engine.values import Kind, RecordValue, Value


def compare(operator: Operator, left: Value, right: Value, zone: tzinfo = UTC) -> bool:
    """One condition row on values. `zone` decides the day of a date/time that meets a date.

    Null equals null alone; it is neither less nor greater than anything.
    raises: KeyError for operators that ask the scope (was_visited, has_error, is_changed, was_selected, none)
    """
    return _COMPARISONS[operator](left, right, zone)


class Unreadable(ValueError):
    """The right side spells no value of the left side's kind: the two are not equal, and have no order."""


def read_as(kind: Kind, right: Value, zone: tzinfo) -> Value:
    """The right side of a row, read as the kind of the left side.

    A record is its id; text takes any single value by its text; a date beside a date/time stays one: it means the day.
    raises: Unreadable
    """
    value = _simple(right)
    if value is None:
        return None
    reader = _READERS.get(kind)
    if reader is None:
        return cast(Value, value)
    return reader(value, zone)


def _as_text(value: Any, zone: tzinfo) -> Value:
    if isinstance(value, list | tuple | RecordValue):
        raise Unreadable
    return formula_text(value)


def _as(*types: type) -> Callable[[Any, tzinfo], Value]:
    """A reader that takes values of these types, and texts that spell one of the first."""

    def read(value: Any, zone: tzinfo) -> Value:
        if isinstance(value, str):
            value = _read(value, _LIKE[types[0]], zone)
        if type(value) not in types:
            raise Unreadable
        if types[0] is date and isinstance(value, datetime):
            return value.astimezone(zone).date()
        return cast(Value, value)

    return read


_LIKE: dict[type, Any] = {
    Decimal: Decimal(0),
    bool: False,
    date: date.min,
    datetime: datetime.min,
    time: time.min,
}
_READERS: dict[Kind, Callable[[Any, tzinfo], Value]] = {
    Kind.TEXT: _as_text,
    Kind.PICKLIST: _as_text,
    Kind.MULTIPICKLIST: _as_text,
    Kind.NUMBER: _as(Decimal),
    Kind.CURRENCY: _as(Decimal),
    Kind.BOOLEAN: _as(bool),
    Kind.DATE: _as(date, datetime),
    Kind.DATETIME: _as(datetime, date),
    Kind.TIME: _as(time),
}


def _same(left: Value, right: Value, zone: tzinfo) -> bool:
    """Equal, as a row of conditions sees it."""
    if left is None or right is None:
        return left is right
    if isinstance(left, list | tuple):
        if not isinstance(right, list | tuple) or len(left) != len(right):
            return False
        return all(_same(first, second, zone) for first, second in zip(left, right, strict=True))
    first, second = _pair(left, right, zone)
    return first is not None and second is not None and first == second


def ranked(left: Value, right: Value, zone: tzinfo) -> int | None:
    """-1, 0, 1; None where the two have no order: null, other kinds beside a text, Booleans, records, collections."""
    if left is None or right is None or (isinstance(_simple(left), str) and not isinstance(_simple(right), str)):
        return None
    first, second = _pair(left, right, zone)
    if second is None or isinstance(first, bool) or not isinstance(first, str | Decimal | date | time):
        return None
    return int(first > second) - int(first < second)


def _pair(left: Value, right: Value, zone: tzinfo) -> tuple[Any, Any]:
    """Both sides ready to compare; (left, None) where the right side cannot be read as the left side's kind."""
    first = _simple(left)
    kind = kind_of_value(first)
    if kind is None or kind is Kind.RECORD:
        return first, _simple(right) if type(_simple(right)) is type(first) else None
    try:
        second = read_as(kind, right, zone)
    except Unreadable:
        return first, None
    if isinstance(first, str) and isinstance(second, str):
        return first.casefold(), second.casefold()
    if isinstance(first, datetime) and type(second) is date:
        return first.astimezone(zone).date(), second
    return first, second


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
        return any(_same(item, right, zone) for item in left)
    return _on_texts(left, right, lambda text, part: part in text)


def _starts(left: Value, right: Value, _zone: tzinfo) -> bool:
    return _on_texts(left, right, str.startswith)


def _ends(left: Value, right: Value, _zone: tzinfo) -> bool:
    return _on_texts(left, right, str.endswith)


def _on_texts(left: Value, right: Value, test: Callable[[str, str], bool]) -> bool:
    if left is None or right is None or isinstance(left, list | tuple) or isinstance(right, list | tuple):
        return False
    return test(formula_text(left).casefold(), formula_text(right).casefold())


def _among(left: Value, right: Value, zone: tzinfo) -> bool:
    if right is None:
        return False
    members = right if isinstance(right, list | tuple) else [right]
    return any(_same(left, member, zone) for member in members)


def asked(right: Value) -> bool:
    """What the right side of is_null and its like asks for: nothing there means true."""
    if isinstance(right, str):
        return right.strip().lower() != "false"
    return right is not False


def _null(value: Value) -> bool:
    return value is None or (isinstance(value, list | tuple) and not value)


Comparison = Callable[[Value, Value, tzinfo], bool]


def _ordered(accepted: tuple[int, ...]) -> Comparison:
    return lambda left, right, zone: ranked(left, right, zone) in accepted


def _unary(test: Callable[[Value], bool]) -> Comparison:
    return lambda left, right, _zone: test(left) is asked(right)


_COMPARISONS: dict[Operator, Comparison] = {
    Operator.EQUAL_TO: _same,
    Operator.NOT_EQUAL_TO: lambda left, right, zone: not _same(left, right, zone),
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
    """Whether the two sides of a row have an order at all; used to say why a comparison is false."""
    return ranked(left, right, zone) is not None
