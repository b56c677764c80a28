"""Custom condition logic."""

import itertools

import pytest

from engine.formula import FormulaError, check_logic
from engine.formula.logic import parse_logic


def settle(text: str, *results: bool) -> bool:
    return parse_logic(text, len(results)).settle(results)


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("1 AND NOT(2 OR 3)", lambda a, b, c: a and not (b or c)),
        ("1 and not (2 or 3)", lambda a, b, c: a and not (b or c)),
        ("(1 OR 2) AND 3", lambda a, b, c: (a or b) and c),
        ("1 OR 2 AND 3", lambda a, b, c: a or (b and c)),
        ("1 AND 2 OR 3", lambda a, b, c: (a and b) or c),
        ("NOT 1 AND 2 OR 3", lambda a, b, c: ((not a) and b) or c),
        ("NOT NOT 1 AND (2) AND ((3))", lambda a, b, c: a and b and c),
        ("NOT(1 AND 2)OR 3", lambda a, b, c: not (a and b) or c),
        ("1 AND 1 AND 2 AND 3", lambda a, b, c: a and b and c),
        ("and", lambda a, b, c: a and b and c),
        ("OR", lambda a, b, c: a or b or c),
        ("", lambda a, b, c: a and b and c),
    ],
)
def test_every_combination(text, python):
    for results in itertools.product((True, False), repeat=3):
        assert settle(text, *results) is python(*results), results


def test_a_long_one_of_a_real_definition():
    text = "((1 OR 2) AND (3 OR 4) AND (5 OR 6) AND (7 OR 8) AND 9) OR 10"

    assert settle(text, *[True, False] * 4, True, False)
    assert not settle(text, *[True, False] * 4, False, False)
    assert check_logic(text, 10) == []


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("1 AND", "logic_syntax", 5),
        ("1 2", "logic_syntax", 2),
        ("AND 1", "logic_syntax", 0),
        ("(1", "logic_syntax", 0),
        ("1)", "logic_syntax", 1),
        ("()", "logic_syntax", 1),
        ("1 XOR 2", "logic_syntax", 2),
        ("1 && 2", "logic_syntax", 2),
        ("1 NOT 2", "logic_syntax", 2),
        ("NOT", "logic_syntax", 3),
        ("1 AND 3", "logic_unknown_row", 6),
        ("0 OR 1", "logic_unknown_row", 0),
        ("1 AND 99999999999999999999", "logic_unknown_row", 6),
        ("1 OR 2" + " " * 1000, "logic_too_long", 1000),
    ],
)
def test_what_cannot_be_read(text, code, position):
    [problem] = check_logic(text, 2, path="stages/A")

    assert (problem.code, problem.position, problem.severity, problem.path) == (code, position, "error", "stages/A")
    with pytest.raises(FormulaError) as raised:
        parse_logic(text, 2)
    assert raised.value.code == code


def test_every_condition_must_be_mentioned():
    [problem] = check_logic("1 AND 3", 4)

    assert (problem.code, problem.severity) == ("logic_unused_row", "error")
    assert "2, 4" in problem.message


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("1 AND 2 OR 3", "(1 AND 2) OR 3"),
        ("1 or not 2 and 3", "1 OR (NOT 2 AND 3)"),
        ("NOT(1 AND 2 OR 3)", "NOT ((1 AND 2) OR 3)"),
    ],
)
def test_mixing_without_parentheses_is_a_warning_with_a_fix_that_means_the_same(text, fix):
    [problem] = check_logic(text, 3)

    assert (problem.code, problem.severity, problem.fix) == ("logic_mixed", "warning", fix)
    assert check_logic(fix, 3) == []
    for results in itertools.product((True, False), repeat=3):
        assert settle(text, *results) is settle(fix, *results)


@pytest.mark.parametrize("text", ["and", "or", "1 AND 2", "1 AND NOT 2", "(1 OR 2)", "NOT (1 OR 2)"])
def test_good_logic_has_no_problems(text):
    assert check_logic(text, 2) == []


def test_deep_parentheses_are_read_without_recursion():
    assert settle("(" * 499 + "1" + ")" * 499, True)
    assert settle("NOT " * 249 + "1", False)
