"""What conditions can be wrong about besides names: operators that do not fit, values of another kind, rows that no
value can meet. `meaning_of` says what a left side is, None where that is not known or a problem of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.document.conditions import Condition, Conditions, Operator
from engine.document.names import Meaning
from engine.document.operands import Literal, Operand
from engine.formula import FormulaError
from engine.formula.contradictions import KnownRow, first_clash, never_alone
from engine.formula.logic import parse_logic
from engine.formula.operator_table import FAMILY_WORDS, OPERATORS, family_of, fits
from engine.values import Kind

_ORDER_OR_EQUAL = frozenset(
    {Operator.EQUAL_TO, Operator.NOT_EQUAL_TO, Operator.GREATER_THAN, Operator.GREATER_OR_EQUAL}
    | {Operator.LESS_THAN, Operator.LESS_OR_EQUAL}
)
_BY_NAME = frozenset({Operator.WAS_VISITED, Operator.HAS_ERROR, Operator.WAS_SELECTED, Operator.NONE})
_READABLE = frozenset({"text", "record"})  # an id is a text


@dataclass(frozen=True, slots=True)
class Found:
    """row: number from 1, 0 for the whole. soft: an error in a definition made here, a warning in an imported one."""

    code: str
    row: int
    message: str
    fix: str = ""
    soft: bool = True


def check_rows(
    conditions: Conditions,
    meaning_of: Callable[[Condition], Meaning | None],
    right_of: Callable[[Operand | None], Meaning | None],
) -> Iterator[Found]:
    """right_of: what an operand gives, None where that is not known."""
    meanings = [meaning_of(row) for row in conditions.rows]
    for number, (row, meaning) in enumerate(zip(conditions.rows, meanings, strict=True), 1):
        if meaning is not None and row.operator not in _BY_NAME:
            yield from _row(number, row, meaning, right_of(row.right))
        if never_alone(_known(row)):
            what = f"{row.left} is compared with nothing: the condition is never true."
            yield Found("condition_never", number, what, "Use Is Null, or give a value.", soft=False)
    yield from _together(conditions)


def _row(number: int, row: Condition, left: Meaning, right: Meaning | None) -> Iterator[Found]:
    family = family_of(left.kind, collection=left.collection)
    if not fits(row.operator, family):
        words = row.operator.value.replace("_", " ")
        offered = ", ".join(one.value for one, fact in OPERATORS.items() if family in fact.families)
        message = f"{row.left} is {FAMILY_WORDS[family]}: the operator “{words}” does not work on it."
        yield Found("operator_kind", number, message, f"Use one of: {offered}.")
        return
    if row.operator in _ORDER_OR_EQUAL and family:
        yield from _value(number, row, left, right, family)


def _value(number: int, row: Condition, left: Meaning, right: Meaning | None, family: str) -> Iterator[Found]:
    if isinstance(row.right, Literal) and row.right.kind in (Kind.TEXT, Kind.PICKLIST):
        yield from _text(number, row, row.right.text, left, family)
        return
    other = family_of(right.kind, collection=right.collection) if right is not None else ""
    if not other or other == family or {family, other} <= _READABLE:
        return
    message = f"{row.left} is {FAMILY_WORDS[family]} and is compared with {FAMILY_WORDS[other]}."
    yield Found("value_kind", number, message, f"Compare it with {FAMILY_WORDS[family]}.")


def _text(number: int, row: Condition, text: str, left: Meaning, family: str) -> Iterator[Found]:
    """A text on the right: one of the choices, or something that spells a value of the left side's kind."""
    if "{!" in text:
        return
    if left.choices and text and row.operator is Operator.EQUAL_TO:
        if text.casefold() not in {choice.casefold() for choice in left.choices}:
            message = f"{row.left} never has the value “{text[:80]}”: the condition is never true."
            some = ", ".join(left.choices[:10])
            yield Found("condition_never", number, message, f"Its values are: {some}.", soft=False)
    elif text and family in _SPELLED and not _spells(text, family, left.kind):
        message = f"{row.left} is {FAMILY_WORDS[family]}; “{text[:80]}” is none."
        yield Found("value_kind", number, message, f"Write {FAMILY_WORDS[family]}.")


_SPELLED = {
    "number": (Kind.NUMBER,),
    "boolean": (Kind.BOOLEAN,),
    "date": (Kind.DATE, Kind.DATETIME),
    "time": (Kind.TIME,),
    "collection": (),
}


def _spells(text: str, family: str, kind: Kind | None) -> bool:
    if family == "boolean":
        return text.strip().casefold() in ("true", "false")
    if family == "collection":
        return False
    for one in _SPELLED[family]:
        try:
            _ = Literal(one, text.strip()).value
        except ValueError:
            continue
        return True
    return False


def _known(row: Condition) -> KnownRow:
    if row.right is None:
        return KnownRow(row.left, row.operator, None)
    if isinstance(row.right, Literal) and "{!" not in row.right.text:
        try:
            return KnownRow(row.left, row.operator, row.right.value)
        except ValueError:
            pass
    return KnownRow(row.left, row.operator, None, fixed=False)


def _together(conditions: Conditions) -> Iterator[Found]:
    rows = [_known(row) for row in conditions.rows]
    if not rows:
        return
    try:
        found = first_clash(rows, parse_logic(conditions.logic, len(rows)))
    except FormulaError:
        return  # the logic is a problem of its own
    if found is not None:
        one, other = found
        message = (
            f"Conditions {one} and {other} on {rows[one - 1].left} cannot both hold: together they are never true."
        )
        yield Found("condition_never", 0, message, "Join them by OR, or correct one of them.", soft=False)
