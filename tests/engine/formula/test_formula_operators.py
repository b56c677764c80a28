"""Operators on values: numbers, dates, null, three-valued logic, faults with positions."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from engine.formula import FormulaFault, compile_formula, evaluate
from engine.values import RecordValue
from tests.engine.formula.world import World, value_of

DAY = date(2026, 1, 31)
NINE = datetime(2026, 1, 31, 9, tzinfo=UTC)
ACME = RecordValue("Account", "001abc", {"Name": "Acme"})


@pytest.mark.parametrize(
    ("text", "names", "result"),
    [
        ("x / 3", {"x": Decimal(1)}, Decimal("0." + "3" * 38)),
        ("0.1 + 0.2", {}, Decimal("0.3")),
        ("x + 1", {"x": 2}, 3),
        ("x * 2", {"x": 0.1}, Decimal("0.2")),
        ("2 ^ -1", {}, Decimal("0.5")),
        ("4 ^ 0.5", {}, 2),
        ("0 ^ 0", {}, 1),
        ("0 ^ 2", {}, 0),
        ("x + 1", {"x": DAY}, date(2026, 2, 1)),
        ("x - 31", {"x": DAY}, date(2025, 12, 31)),
        ("1.9 + x", {"x": DAY}, date(2026, 2, 1)),
        ("x + 0.5", {"x": NINE}, datetime(2026, 1, 31, 21, tzinfo=UTC)),
        ("x - y", {"x": DAY, "y": date(2026, 1, 1)}, 30),
        ("x - y", {"x": NINE, "y": datetime(2026, 1, 30, 21, tzinfo=UTC)}, Decimal("0.5")),
        ("x + 3600000", {"x": time(23, 30)}, time(0, 30)),
        ("x - y", {"x": time(10), "y": time(9)}, 3600000),
        ("x & y", {"x": Decimal("12.50"), "y": True}, "12.5true"),
        ("x & y", {"x": NINE, "y": DAY}, "2026-01-31 09:00:00Z2026-01-31"),
        ('x + "!"', {"x": ACME}, "001abc!"),
        ("x = y", {"x": ACME, "y": "001abc"}, True),
        ("x = y", {"x": "Net", "y": "net"}, False),
        ("x = y", {"x": "12.0", "y": Decimal(12)}, True),
        ("x = y", {"x": "true", "y": True}, True),
        ("x = y", {"x": "2026-01-31", "y": DAY}, True),
        ("x = y", {"x": True, "y": Decimal(1)}, False),
        ("x = y", {"x": datetime(2026, 1, 31, 23, 30, tzinfo=UTC), "y": date(2026, 2, 1)}, True),
        ("x = y", {"x": ["a", "b"], "y": ["a", "b"]}, True),
        ("x = y", {"x": ["a", "b"], "y": ["b", "a"]}, False),
        ("x < y", {"x": "a", "y": "b"}, True),
        ("x >= y", {"x": DAY, "y": DAY}, True),
        ("x > y", {"x": "10", "y": Decimal(9)}, True),
    ],
)
def test_operators_on_values(text, names, result):
    assert value_of(text, **names) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("n + 1", None),
        ("1 - n", None),
        ("n * n", None),
        ("1 / n", None),
        ("n ^ 2", None),
        ("-n", None),
        ('n + "a"', "a"),
        ('"a" + n', "a"),
        ("n & n", ""),
        ("n = NULL", True),
        ("n <> NULL", False),
        ('n = ""', False),
        ("n <> 1", True),
        ("n < 1", None),
        ("n >= n", None),
        ("NOT n", None),
        ("n && FALSE", False),
        ("n && TRUE", None),
        ("n || TRUE", True),
        ("n || FALSE", None),
        ("AND(n, FALSE)", False),
        ("OR(n, 1 = 1)", True),
        ("OR(n < 1, n > 1)", None),
        ("IF(n, 1, 2)", 2),
        ("IF(n < 1, 1, 2)", 2),
        ("CASE(n, 1, 1, 0)", 0),
        ("CASE(n, NULL, 5, 0)", 5),
        ("BLANKVALUE(n, 0) + 1", 1),
    ],
)
def test_null(text, result):
    assert value_of(text, n=None) == result


def test_what_cannot_be_reached_is_null():
    world = World(missing=("Step.Outputs.x",))

    assert evaluate(compile_formula("Step.Outputs.x"), world) is None
    assert evaluate(compile_formula('CONTAINS({!Step.Outputs.x}, "Reject")'), world) is False


@pytest.mark.parametrize(
    ("text", "names", "code", "position"),
    [
        ("1 + x / 0", {"x": Decimal(1)}, "formula_division_by_zero", 6),
        ("MOD(1, 0)", {}, "formula_division_by_zero", 0),
        ("0 ^ -1", {}, "formula_division_by_zero", 2),
        ("-1 ^ 0.5", {}, "formula_number_domain", 3),
        ("2 + SQRT(-1)", {}, "formula_number_domain", 4),
        ("LN(0)", {}, "formula_number_domain", 0),
        ("10 ^ 1000", {}, "formula_number_size", 3),
        ("x + 1", {"x": Decimal("Infinity")}, "formula_number_size", 2),
        ("x = 1", {"x": Decimal("NaN")}, "formula_number_size", 2),
        ("x + 1", {"x": True}, "formula_kind", 2),
        ('x + "a"', {"x": Decimal(1)}, "formula_kind", 2),
        ("x * 2", {"x": "a"}, "formula_kind", 2),
        ("x < 2", {"x": "a"}, "formula_kind", 2),
        ("-x", {"x": "a"}, "formula_kind", 0),
        ("+x", {"x": "a"}, "formula_kind", 0),
        ("1 = 1 && x", {"x": "a"}, "formula_kind", 6),
        ("IF(x, 1, 2)", {"x": "yes"}, "formula_kind", 0),
        ("1 & LEFT(x, 2)", {"x": Decimal(5)}, "formula_kind", 4),
        ("YEAR(x)", {"x": NINE}, "formula_kind", 0),
        ("x + 4000000", {"x": DAY}, "formula_date", 2),
        ("x + 3650000", {"x": DAY}, "formula_date", 2),
        ("DATE(2026, 2, 30)", {}, "formula_date", 0),
        ("missing + 1", {}, "formula_unknown_name", 0),
        ('VALUE("abc")', {}, "formula_not_a_number", 0),
    ],
)
def test_a_formula_that_fails_says_how_and_where(text, names, code, position):
    with pytest.raises(FormulaFault) as raised:
        value_of(text, **names)

    assert raised.value.fault_code == code
    assert raised.value.position == position
    assert raised.value.context["formula"] == text


def test_only_the_branch_that_counts_is_computed():
    assert value_of("IF(x = 0, 0, 1 / x)", x=Decimal(0)) == 0
    assert value_of("OR(TRUE, 1 / 0 = 1)") is True
    assert value_of("FALSE && 1 / 0 = 1") is False
    assert value_of('CASE("a", "a", 1, "b", 1 / 0, 0)') == 1
    assert value_of("BLANKVALUE(1, 1 / 0)") == 1


class Nested(World):
    def value(self, path):
        return evaluate(compile_formula("1 / 0"), self)


def test_a_fault_names_the_formula_it_happened_in():
    with pytest.raises(FormulaFault) as raised:
        evaluate(compile_formula("10 + 20 + {!other}"), Nested())

    assert raised.value.context["formula"] == "1 / 0"
    assert raised.value.position == 2
