"""The operators on values. Null: arithmetic gives null, text joins read it as empty, an order with it is null."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engine.formula.comparing import equal, order
from engine.formula.errors import Wrong
from engine.formula.numbers import ARITHMETIC, bounded
from engine.formula.scope import Scope
from engine.formula.texts import fitting, formula_text
from engine.values import RecordValue, Value

Operation = Callable[[Scope, Value, Value], Value]

_DAY = Decimal(86_400_000_000)  # microseconds
_DAY_MILLISECONDS = 86_400_000
_DATE_REACH = 3_660_000  # days: more than the calendar has


def kind_name(value: Value) -> str:
    match value:
        case None:
            return "nothing"
        case str():
            return "text"
        case bool():
            return "true/false"
        case Decimal() | int() | float():
            return "a number"
        case datetime():
            return "a date/time"
        case date():
            return "a date"
        case time():
            return "a time"
        case RecordValue():
            return "a record"
        case _:
            return "a collection"


def mismatch(operator: str, left: Value, right: Value) -> Wrong:
    return Wrong("formula_kind", f"{operator} does not work on {kind_name(left)} and {kind_name(right)}.")


def number(value: Value) -> Decimal | None:
    """The value as a number of formulas; None when it is not a number. raises Wrong when it is infinite or NaN"""
    if isinstance(value, Decimal):
        return value if value.is_finite() else bounded(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return bounded(Decimal(str(value)))
    return None


def add(_scope: Scope, left: Value, right: Value) -> Value:
    if isinstance(left, str) or isinstance(right, str):
        return _join_texts(left, right)
    if left is None or right is None:
        return None
    first, second = number(left), number(right)
    if first is not None and second is not None:
        return ARITHMETIC.add(first, second)
    if second is not None and isinstance(left, date | time):
        return _shift(left, second)
    if first is not None and isinstance(right, date | time):
        return _shift(right, first)
    raise mismatch("+", left, right)


def _join_texts(left: Value, right: Value) -> str:
    if not all(isinstance(value, str | RecordValue) or value is None for value in (left, right)):
        raise mismatch("+", left, right)
    return join(None, left, right)


def join(_scope: Scope | None, left: Value, right: Value) -> str:
    first, second = formula_text(left), formula_text(right)
    fitting(len(first) + len(second))
    return first + second


def subtract(_scope: Scope, left: Value, right: Value) -> Value:
    if left is None or right is None:
        return None
    first, second = number(left), number(right)
    if first is not None and second is not None:
        return ARITHMETIC.subtract(first, second)
    if second is not None and isinstance(left, date | time):
        return _shift(left, -second)
    if isinstance(left, datetime) and isinstance(right, datetime):
        return ARITHMETIC.divide(Decimal((left - right) // timedelta(microseconds=1)), _DAY)
    if type(left) is date and type(right) is date:
        return Decimal((left - right).days)
    if isinstance(left, time) and isinstance(right, time):
        return Decimal(_milliseconds(left) - _milliseconds(right))
    raise mismatch("-", left, right)


def _shift(start: date | time, amount: Decimal) -> Value:
    """Dates and date/times move by days, times by milliseconds round the clock."""
    if isinstance(start, time):
        total = (
            _milliseconds(start) + int(ARITHMETIC.remainder(amount, Decimal(_DAY_MILLISECONDS)))
        ) % _DAY_MILLISECONDS
        return (datetime.min + timedelta(milliseconds=total)).time()
    if not -_DATE_REACH < amount < _DATE_REACH:
        raise _out_of_calendar()
    try:
        if isinstance(start, datetime):
            return start + timedelta(microseconds=int(ARITHMETIC.multiply(amount, _DAY).to_integral_value()))
        return start + timedelta(days=int(amount))
    except OverflowError:
        raise _out_of_calendar() from None


def _milliseconds(moment: time) -> int:
    seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
    return seconds * 1000 + moment.microsecond // 1000


def _out_of_calendar() -> Wrong:
    return Wrong("formula_date", "The date is outside the years 1 to 9999.")


def _arithmetic(operator: str, apply: Callable[[Decimal, Decimal], Decimal]) -> Operation:
    def run(_scope: Scope, left: Value, right: Value) -> Value:
        if left is None or right is None:
            return None
        first, second = number(left), number(right)
        if first is None or second is None:
            raise mismatch(operator, left, right)
        return apply(first, second)

    return run


def _divide(left: Decimal, right: Decimal) -> Decimal:
    if not right:
        raise Wrong("formula_division_by_zero", "Division by zero.")
    return ARITHMETIC.divide(left, right)


def _power(left: Decimal, right: Decimal) -> Decimal:
    if not right:
        return Decimal(1)
    if not left:
        if right < 0:
            raise Wrong("formula_division_by_zero", "Division by zero: zero to a negative power.")
        return Decimal(0)
    if left < 0 and right != right.to_integral_value():
        raise Wrong("formula_number_domain", "A negative number has no fractional power.")
    return ARITHMETIC.power(left, right)


def _less(accepted: tuple[int, ...], operator: str) -> Operation:
    def run(scope: Scope, left: Value, right: Value) -> Value:
        if left is None or right is None:
            return None
        result = order(left, right, scope.zone)
        if result is None:
            raise mismatch(operator, left, right)
        return result in accepted

    return run


def negative(value: Value) -> Value:
    if value is None:
        return None
    amount = number(value)
    if amount is None:
        raise Wrong("formula_kind", f"The sign - does not work on {kind_name(value)}.")
    return ARITHMETIC.minus(amount)


def positive(value: Value) -> Value:
    if value is None or number(value) is not None:
        return value
    raise Wrong("formula_kind", f"The sign + does not work on {kind_name(value)}.")


def truth(value: Value) -> bool | None:
    """A Boolean or null. raises Wrong for anything else"""
    if value is None or isinstance(value, bool):
        return value
    raise Wrong("formula_kind", f"True or false is needed here, not {kind_name(value)}.")


OPERATIONS: dict[str, Operation] = {
    "+": add,
    "-": subtract,
    "&": join,
    "*": _arithmetic("*", ARITHMETIC.multiply),
    "/": _arithmetic("/", _divide),
    "^": _arithmetic("^", _power),
    "=": lambda scope, left, right: equal(left, right, scope.zone),
    "<>": lambda scope, left, right: not equal(left, right, scope.zone),
    "<": _less((-1,), "<"),
    ">": _less((1,), ">"),
    "<=": _less((-1, 0), "<="),
    ">=": _less((0, 1), ">="),
}
