"""Decimal arithmetic with bounds: 38 digits, exponents to 999, halves away from zero."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from engine.formula.errors import Wrong

DIGITS = 38
EXPONENT = 999

ARITHMETIC = Context(
    prec=DIGITS,
    rounding=ROUND_HALF_UP,
    Emax=EXPONENT,
    Emin=-EXPONENT,
    traps=[DivisionByZero, InvalidOperation, Overflow],
)

_NUMERAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_NUMERAL_LENGTH = 1000


def bounded(value: Decimal) -> Decimal:
    """The number within the digits and exponents of formulas. raises Wrong for infinities, NaN, too large ones."""
    if not value.is_finite():
        raise out_of_range()
    try:
        return ARITHMETIC.plus(value)
    except (InvalidOperation, Overflow):
        raise out_of_range() from None


def out_of_range() -> Wrong:
    return Wrong("formula_number_size", "The number is too large.")


def parse_number(text: str) -> Decimal | None:
    """The number a text spells, white space around it allowed; None when it spells none."""
    stripped = text.strip()
    if len(stripped) > _NUMERAL_LENGTH or not _NUMERAL.fullmatch(stripped):
        return None
    try:
        return ARITHMETIC.create_decimal(stripped)
    except (InvalidOperation, Overflow):
        return None


def number_text(value: Decimal) -> str:
    """Plain digits, no exponent, no trailing zeros: "1200", "0.5"."""
    value = bounded(value)
    if not value:
        return "0"
    return format(value.normalize(ARITHMETIC), "f")


def whole(value: Decimal, low: int, high: int) -> int:
    """The number cut to an integer and held between two bounds."""
    if value <= low:
        return low
    return high if value >= high else int(value)
