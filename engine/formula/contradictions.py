"""Rows that no value can meet, alone or together. Only what is written down counts; what depends on values is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from itertools import combinations, product

from engine.document.conditions import Operator
from engine.formula.comparing import compare, ranked
from engine.formula.logic import Logic
from engine.values import Value

MOST_ROWS = 12  # 2 to this power assignments are tried

_MORE = frozenset({Operator.GREATER_THAN, Operator.GREATER_OR_EQUAL})
_LESS = frozenset({Operator.LESS_THAN, Operator.LESS_OR_EQUAL})
_STRICT = frozenset({Operator.GREATER_THAN, Operator.LESS_THAN})
_NEED_VALUE = _MORE | _LESS | {Operator.STARTS_WITH, Operator.ENDS_WITH}
_ON_VALUES = _NEED_VALUE | {
    Operator.EQUAL_TO,
    Operator.NOT_EQUAL_TO,
    Operator.IN,
    Operator.NOT_IN,
    Operator.IS_NULL,
    Operator.IS_BLANK,
    Operator.IS_EMPTY,
    Operator.WAS_SET,
}


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row as far as it is written down. `fixed`: the right side is this value, whatever happens."""

    left: str
    operator: Operator
    right: Value = None
    fixed: bool = True


def never_alone(row: KnownRow) -> bool:
    """An order or a part of a text with nothing: nothing is less or greater than null."""
    return row.fixed and row.right is None and row.operator in _NEED_VALUE | {Operator.IN}


def clash(one: KnownRow, other: KnownRow) -> bool:
    """Whether no value of the left side meets both."""
    if one.left.casefold() != other.left.casefold() or not (one.fixed and other.fixed):
        return False
    return _settled_by(one, other) or _settled_by(other, one) or _bounds(one, other) or _bounds(other, one)


def first_clash(rows: Sequence[KnownRow], logic: Logic) -> tuple[int, int] | None:
    """Numbers of two rows that rule each other out, when therefore the whole can never be true; else None."""
    clashes = [(i, j) for i, j in combinations(range(len(rows)), 2) if clash(rows[i], rows[j])]
    if not clashes or len(rows) > MOST_ROWS:
        return None
    for held in product((True, False), repeat=len(rows)):
        if logic.settle(held) and not any(held[i] and held[j] for i, j in clashes):
            return None
    return clashes[0][0] + 1, clashes[0][1] + 1


def _settled_by(one: KnownRow, other: KnownRow) -> bool:
    """`one` says exactly what the value is: the other row can be tried on it."""
    if other.operator not in _ON_VALUES:
        return False
    if one.operator is Operator.EQUAL_TO:
        return not compare(other.operator, one.right, other.right)
    if one.operator is Operator.IS_NULL and one.right is not False:
        return other.operator in _NEED_VALUE or (
            other.operator in (Operator.IS_NULL, Operator.WAS_SET) and not compare(other.operator, None, other.right)
        )
    return False


def _bounds(lower: KnownRow, upper: KnownRow) -> bool:
    if lower.operator not in _MORE or upper.operator not in _LESS:
        return False
    found = ranked(lower.right, upper.right, UTC)
    if found is None:
        return False
    return found > 0 or (found == 0 and bool({lower.operator, upper.operator} & _STRICT))
