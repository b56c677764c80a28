"""The text of formulas: precedence, names, literals, comments, and what errors say."""

from decimal import Decimal

import pytest

from engine.formula import FormulaError, compile_formula, print_formula
from engine.formula.tree import Path
from tests.engine.formula.world import value_of


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("2 * 3 ^ 2", 18),
        ("2 ^ 3 ^ 2", 64),
        ("-2 ^ 2", 4),
        ("10 - 3 - 2", 5),
        ("12 / 3 / 2", 2),
        ("10 - -3", 13),
        ("+4", 4),
        (".5 + 1.", Decimal("1.5")),
        ('"a" & 1 + 2', None),
        ("1 < 2 = TRUE", True),
        ("1 = 1 && 2 = 3 || TRUE", True),
        ("TRUE || FALSE && FALSE", True),
        ("NOT FALSE && FALSE", False),
        ("NOT(FALSE) = TRUE", True),
        ("!(1 = 2)", True),
        ("!!TRUE", True),
        ("1 <> 2", True),
        ("1 != 1", False),
        ("1 == 1", True),
        ("null = NULL", True),
        ("True && tRUE", True),
        ('"it\'s" & \'"q"\'', 'it\'s"q"'),
        (r'"a\"b\\c\nd"', 'a"b\\c\nd'),
        (r"'a\'b'", "a'b"),
        ('"two\nlines"', "two\nlines"),
        ("/* a */ 1 /* b * / c */ + 1", 2),
        ("8/2/**/", 4),
        ("if(1=1,'y','n')", "y"),
        ('"é😀" & "ß"', "é😀ß"),
    ],
)
def test_operators_literals_and_comments(text, result):
    if result is None:
        with pytest.raises(FormulaError) as raised:
            compile_formula(text)
        assert raised.value.code == "formula_kind"
    else:
        assert value_of(text) == result


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("{!Account.Owner.Name}", ("Account", "Owner", "Name")),
        ("{! Account . Name }", ("Account", "Name")),
        ("$Record.Name", ("$Record", "Name")),
        ("Step_1.Outputs.x", ("Step_1", "Outputs", "x")),
        ("{!$Label.c.x}", ("$Label", "c", "x")),
        ("{!43b39932-ea5b.Status}", ("43b39932-ea5b", "Status")),
        ("Größe__c", ("Größe__c",)),
        ("Notes__c", ("Notes__c",)),
        ("not.x", ("not", "x")),
    ],
)
def test_references_are_paths(text, parts):
    formula = compile_formula(text)

    assert formula.tree == Path(parts)
    assert formula.references == {parts}
    assert compile_formula(print_formula(formula.tree)).tree == formula.tree


@pytest.mark.parametrize(
    ("text", "code", "position", "hint"),
    [
        ("", "formula_syntax", 0, ""),
        ("  ", "formula_syntax", 0, ""),
        ("1 +", "formula_syntax", 3, ""),
        ("(1", "formula_syntax", 2, ""),
        ("1)", "formula_syntax", 1, ""),
        ("“a”", "formula_syntax", 0, "straight quotes"),
        ('"abc', "formula_syntax", 0, "not closed"),
        ("1 /* x", "formula_syntax", 2, "comment"),
        ("a AND b", "formula_syntax", 2, "AND(a, b)"),
        ("{!a + b}", "formula_syntax", 0, "operators outside"),
        ("{a}", "formula_syntax", 0, "{!Name}"),
        ("1e5", "formula_syntax", 1, ""),
        ("1 + CONTAIN(a, b)", "formula_unknown_function", 4, "CONTAINS"),
        ("VLOOKUP(a)", "formula_unsupported_function", 0, ""),
        ("IF(a, b)", "formula_arguments", 0, ""),
        ("NOW(1)", "formula_arguments", 0, ""),
        ("CASE(a, 1, 2, 3, 4)", "formula_arguments", 0, ""),
        ('ISCHANGED("Name")', "formula_arguments", 10, ""),
        ('REGEX(a, "(")', "formula_pattern", 9, ""),
        ("9" * 1200, "formula_number_size", 0, ""),
        ("1 + " * 1250 + "1", "formula_too_long", 5000, ""),
        ("-" * 200 + "1", "formula_too_deep", None, ""),
    ],
)
def test_errors_have_a_code_a_position_and_a_way_out(text, code, position, hint):
    with pytest.raises(FormulaError) as raised:
        compile_formula(text)

    error = raised.value
    assert error.code == code
    assert position is None or error.position == position
    assert hint in error.hint
    assert error.message


def test_a_syntax_error_says_what_would_have_been_right():
    with pytest.raises(FormulaError) as raised:
        compile_formula("1 2")
    assert raised.value.expected == ("an operator", "the end")

    with pytest.raises(FormulaError) as raised:
        compile_formula("LEFT(,")
    assert raised.value.expected == ("a value", ")")


def test_references_and_functions_are_listed():
    formula = compile_formula('IF(CONTAINS({!A.B}, "x"), Amount, priorvalue($Record.Amount))')

    assert formula.references == {("A", "B"), ("Amount",), ("$Record", "Amount")}
    assert formula.functions == {"IF", "CONTAINS", "PRIORVALUE"}


def test_the_same_text_is_compiled_once():
    assert compile_formula("1 + 41") is compile_formula("1 + 41")
