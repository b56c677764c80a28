"""Kinds are inferred before anything runs, and what cannot go together is refused then."""

import pytest

from engine.formula import FormulaError, UnknownName, compile_formula
from engine.values import Kind

KINDS = {
    "text": Kind.TEXT,
    "pick": Kind.PICKLIST,
    "number": Kind.NUMBER,
    "money": Kind.CURRENCY,
    "flag": Kind.BOOLEAN,
    "day": Kind.DATE,
    "moment": Kind.DATETIME,
    "clock": Kind.TIME,
    "record": Kind.RECORD,
    "opaque": Kind.OPAQUE,
}


def kind_of(path: tuple[str, ...]) -> Kind | None:
    if path[0] == "any":
        return None
    if path[0] not in KINDS:
        raise UnknownName(path, tuple(KINDS))
    return KINDS[path[0]]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1 + number", Kind.NUMBER),
        ("number + money", Kind.CURRENCY),
        ("number * money / 2 ^ 3", Kind.NUMBER),
        ("-money", Kind.NUMBER),
        ('text + "x"', Kind.TEXT),
        ('pick + "x"', Kind.TEXT),
        ('any + "x"', Kind.TEXT),
        ("any + 1", None),
        ("number & day", Kind.TEXT),
        ("day + 1", Kind.DATE),
        ("1 + day", Kind.DATE),
        ("moment - number", Kind.DATETIME),
        ("day - day", Kind.NUMBER),
        ("moment - moment", Kind.NUMBER),
        ("clock + 1000", Kind.TIME),
        ("number < money", Kind.BOOLEAN),
        ("day < moment", Kind.BOOLEAN),
        ("record = text", Kind.BOOLEAN),
        ("any = 1", Kind.BOOLEAN),
        ("opaque = 1", Kind.BOOLEAN),
        ("flag && NOT flag || any", Kind.BOOLEAN),
        ("IF(flag, number, money)", Kind.NUMBER),
        ("IF(any, any, day)", Kind.DATE),
        ("IF(flag, NULL, NULL)", None),
        ('CASE(pick, "a", 1, "b", 2, 0)', Kind.NUMBER),
        ("BLANKVALUE(any, 0)", Kind.NUMBER),
        ("ADDMONTHS(moment, 1)", Kind.DATETIME),
        ("PRIORVALUE(day)", Kind.DATE),
        ("TODAY()", Kind.DATE),
        ("LEN(text)", Kind.NUMBER),
        ("NULL", None),
    ],
)
def test_the_kind_of_a_formula(text, kind):
    assert compile_formula(text, kind_of=kind_of).kind is kind


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ('"a" + 1', 4),
        ("text + number", 5),
        ("day + day", 4),
        ("flag + 1", 5),
        ("number - text", 7),
        ("text * 2", 0),
        ("2 * text", 4),
        ("-text", 1),
        ("text = number", 5),
        ('day > "x"', 4),
        ("number && flag", 0),
        ("NOT number", 4),
        ("IF(text, 1, 2)", 3),
        ('IF(flag, 1, "x")', 12),
        ('CASE(pick, "a", 1, "b", "two", 0)', 24),
        ("LEFT(number, 1)", 5),
        ('LEFT(text, "1")', 11),
        ("YEAR(moment)", 5),
        ("HOUR(moment)", 5),
        ("ABS(day)", 4),
    ],
)
def test_kinds_that_do_not_go_together_are_refused_with_their_place(text, position):
    with pytest.raises(FormulaError) as raised:
        compile_formula(text, kind_of=kind_of)

    assert raised.value.code == "formula_kind"
    assert raised.value.position == position


def test_an_unknown_name_is_refused_with_a_suggestion():
    with pytest.raises(FormulaError) as raised:
        compile_formula("1 + {!nummber}", kind_of=kind_of)

    assert raised.value.code == "formula_unknown_name"
    assert raised.value.position == 4
    assert raised.value.hint == "Did you mean number?"


def test_without_kinds_names_are_free():
    assert compile_formula("{!whatever} + 1").kind is None
