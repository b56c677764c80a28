"""Numbers: decimal arithmetic, halves rounded away from zero."""

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_UP, Decimal
from functools import partial

from engine.formula.errors import Wrong
from engine.formula.functions.registry import function as registered
from engine.formula.numbers import ARITHMETIC, DIGITS, parse_number, whole
from engine.values import Kind

function = partial(registered, returns=Kind.NUMBER, family="numbers")


def _domain(message: str) -> Wrong:
    return Wrong("formula_number_domain", message)


@function("ABS(number)", "number", means="The number without its sign.", example="ABS(-2.5)", gives="2.5")
def absolute(value: Decimal) -> Decimal:
    return ARITHMETIC.abs(value)


def _rounded(how: str) -> Callable[[Decimal], Decimal]:
    return lambda value: value.to_integral_value(how)


function(
    "CEILING(number)", "number", means="Up to a whole number, away from zero.", example="CEILING(-2.5)", gives="-3"
)(_rounded(ROUND_UP))
function("FLOOR(number)", "number", means="Down to a whole number, toward zero.", example="FLOOR(-2.5)", gives="-2")(
    _rounded(ROUND_DOWN)
)
function(
    "MCEILING(number)",
    "number",
    means="The next whole number above (mathematical ceiling).",
    example="MCEILING(-2.5)",
    gives="-2",
)(_rounded(ROUND_CEILING))
function(
    "MFLOOR(number)",
    "number",
    means="The next whole number below (mathematical floor).",
    example="MFLOOR(-2.5)",
    gives="-3",
)(_rounded(ROUND_FLOOR))


@function(
    "ROUND(number, digits)",
    "number number",
    means="To so many digits after the point, halves away from zero; negative digits round tens, hundreds, ...",
    example="ROUND(2.345, 2)",
    gives="2.35",
)
def round_(value: Decimal, digits: Decimal) -> Decimal:
    places = whole(digits, -1000, 1000)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -places:
        return value
    if value.adjusted() + places + 1 > DIGITS:
        return value
    if value.adjusted() + places + 1 < 0:
        return Decimal(0)
    return ARITHMETIC.quantize(value, Decimal((0, (1,), -places)))


@function(
    "MOD(number, divisor)",
    "number number",
    means="The remainder of a division, with the sign of the number.",
    example="MOD(7, 3)",
    gives="1",
)
def mod(value: Decimal, divisor: Decimal) -> Decimal:
    if not divisor:
        raise Wrong("formula_division_by_zero", "Division by zero in MOD.")
    return ARITHMETIC.remainder(value, divisor)


@function("MAX(number, ...)", "number*", means="The largest.", example="MAX(1, 3, 2)", gives="3")
def maximum(*values: Decimal) -> Decimal:
    return max(values)


@function("MIN(number, ...)", "number*", means="The smallest.", example="MIN(1, 3, 2)", gives="1")
def minimum(*values: Decimal) -> Decimal:
    return min(values)


@function("SQRT(number)", "number", means="The positive square root.", example="SQRT(16)", gives="4")
def sqrt(value: Decimal) -> Decimal:
    if value < 0:
        raise _domain("A negative number has no square root.")
    return ARITHMETIC.sqrt(value)


@function("EXP(number)", "number", means="e to the power of the number.", example="ROUND(EXP(1), 4)", gives="2.7183")
def exp(value: Decimal) -> Decimal:
    return ARITHMETIC.exp(value)


@function("LN(number)", "number", means="The natural logarithm.", example="ROUND(LN(10), 4)", gives="2.3026")
def ln(value: Decimal) -> Decimal:
    return ARITHMETIC.ln(_above_zero(value))


@function("LOG(number)", "number", means="The logarithm to base 10.", example="LOG(1000)", gives="3")
def log(value: Decimal) -> Decimal:
    return ARITHMETIC.log10(_above_zero(value))


def _above_zero(value: Decimal) -> Decimal:
    if value <= 0:
        raise _domain("Only a number above zero has a logarithm.")
    return value


@function(
    "VALUE(text)",
    "text",
    means="The number that a text spells; a text that spells none is a fault.",
    nulls="Null and empty text give null.",
    example='VALUE("12.50")',
    gives="12.5",
)
def value_(spelled: str) -> Decimal | None:
    if not spelled.strip():
        return None
    found = parse_number(spelled)
    if found is None:
        raise Wrong("formula_not_a_number", f'"{spelled[:50]}" is not a number.')
    return found
