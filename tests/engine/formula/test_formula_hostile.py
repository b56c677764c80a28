"""Hostile formulas cost little: bounds are on sizes and steps, and every refusal has a code."""

import tracemalloc
from decimal import Decimal

import pytest

from engine.document.conditions import Condition, Conditions, Operator
from engine.document.operands import Literal
from engine.formula import (
    FormulaError,
    FormulaFault,
    check_logic,
    compile_conditions,
    compile_formula,
    evaluate,
    explain,
    judge,
    merge,
)
from engine.formula.texts import MAX_TEXT
from engine.values import Kind
from tests.engine.formula.world import World, value_of

MEGABYTE = 1_000_000


@pytest.fixture
def little_memory():
    """The test may not hold more than a few megabytes at once."""
    tracemalloc.start()
    yield
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * MEGABYTE


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1" * MEGABYTE, "formula_too_long"),
        ("(" * MEGABYTE, "formula_too_long"),
        ("NOT " * 1000 + "TRUE", "formula_too_deep"),
        ("!" * 4990 + "TRUE", "formula_too_deep"),
        ("ABS(" * 1200 + "1", "formula_syntax"),
        ("ABS(" * 900 + "1" + ")" * 900, "formula_too_deep"),
        ("IF(a," * 500 + "1" + ",2)" * 500, "formula_too_deep"),
        ("9" * 4000, "formula_number_size"),
        ('REGEX(a, "' + "(a?)" * 300 + '")', "formula_pattern"),
        ('REGEX(a, "((a{1000}){1000}){1000}")', "formula_pattern"),
    ],
)
def test_texts_that_are_refused(text, code):
    with pytest.raises(FormulaError) as raised:
        compile_formula(text)
    assert raised.value.code == code
    assert len(raised.value.message) < 300


def test_what_is_only_long_or_wide_works():
    assert value_of("(" * 2400 + "1" + ")" * 2400) == 1
    assert value_of("+".join(["1"] * 2400)) == 2400
    assert value_of("OR(" + ",".join(["1=2"] * 1200) + ")") is False
    assert value_of("ABS(" * 98 + "1" + ")" * 98) == 1
    assert value_of("IF(TRUE," * 98 + "1" + ",2)" * 98) == 1


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("10 ^ (10 ^ 10)", "formula_number_size"),
        ("10 ^ 10 ^ 10 ^ 10", "formula_number_size"),
        ("1.0000000001 ^ (10 ^ 30)", "formula_number_size"),
        ("(10 ^ 900) * (10 ^ 900)", "formula_number_size"),
        ("EXP(EXP(EXP(10)))", "formula_number_size"),
        ("MOD(10 ^ 900, 3)", "formula_number_size"),
        ("LPAD('a', 10 ^ 9)", "formula_text_size"),
        ("RPAD('a', 10 ^ 900, 'xyz')", "formula_text_size"),
        ("LPAD('a', 131073)", "formula_text_size"),
        ("big & big", "formula_text_size"),
        ("big + big", "formula_text_size"),
        ("SUBSTITUTE(big, 'a', big)", "formula_text_size"),
        ("HTMLENCODE(SUBSTITUTE(big, 'a', '<'))", "formula_text_size"),
        ("DATE(10 ^ 900, 1, 1)", "formula_date"),
        ("TODAY() + 10 ^ 900", "formula_date"),
        ("ADDMONTHS(TODAY(), 10 ^ 900)", "formula_date"),
        ("1 / (1 - 1)", "formula_division_by_zero"),
        ("REGEX('a', LPAD('a', 2000, 'a'))", "formula_pattern"),
        ("VALUE(big)", "formula_not_a_number"),
        ("DATEVALUE(big)", "formula_date"),
    ],
)
def test_values_that_would_grow_are_faults(text, code):
    with pytest.raises(FormulaFault) as raised:
        value_of(text, big="a" * MAX_TEXT)
    assert raised.value.fault_code == code
    assert len(str(raised.value)) < 300


@pytest.mark.usefixtures("little_memory")
def test_what_looks_dangerous_and_is_not():
    assert value_of("10 ^ -99999") == 0
    assert value_of("1.5 ^ (0 - 10 ^ 9)") == 0
    assert value_of("LEFT('abc', 10 ^ 900)") == "abc"
    assert value_of("FIND('a', 'abc', 10 ^ 900)") == 0
    assert value_of("ROUND(1 / 3, 10 ^ 900) < 1") is True
    assert value_of("x + 10 ^ 30", x=None) is None
    assert value_of("REGEX(big, '(a+)+b')", big="a" * MAX_TEXT) is False
    assert value_of("REGEX(big, '(a|aa)*(a|aa)*c')", big="a" * MAX_TEXT) is False


class Circle(World):
    """Every name is a formula that names another."""

    def value(self, path):
        return evaluate(compile_formula("ABS({!next}) + 1"), self)


def test_formulas_in_a_circle_are_a_fault():
    with pytest.raises(FormulaFault) as raised:
        evaluate(compile_formula("{!first}"), Circle())
    assert raised.value.fault_code == "formula_too_deep"


class Doubling(World):
    """f30 reads f29 twice, which reads f28 twice ..."""

    reads = 0

    def value(self, path):
        self.reads += 1
        number = int(path[0][1:])
        if path[0].startswith("t"):
            inner = f"{{!t{number - 1}}}"
            return merge(f"{inner} and {inner}", self) if number else "a text of some length"
        return evaluate(compile_formula(f"f{number - 1} + f{number - 1}"), self) if number else Decimal(1)


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize(
    ("ask", "reads"),
    [
        (lambda world: evaluate(compile_formula("f30"), world), 50_000),
        (lambda world: explain(compile_formula("f30 > 1"), world).result(), 50_000),
        (lambda world: merge("{!t30}", world), 50_000),
    ],
)
def test_formulas_and_texts_that_double_at_every_step_end(ask, reads):
    world = Doubling()
    with pytest.raises(FormulaFault) as raised:
        ask(world)
    assert raised.value.fault_code == "formula_too_much_work"
    assert world.reads < reads
    assert Doubling().value(("f9",)) == 512
    assert len(Doubling().value(("t5",)).split(" and ")) == 32


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize("inner", ['LPAD("a", 131072)', 'SUBSTITUTE(LPAD("a", 130000), " ", "b")', "HTMLENCODE(big)"])
def test_many_large_texts_are_too_much(inner):
    with pytest.raises(FormulaFault) as raised:
        value_of("+".join([f"LEN({inner})"] * 100), big="<" * 20_000)
    assert raised.value.fault_code == "formula_too_much_work"


@pytest.mark.usefixtures("little_memory")
def test_patterns_in_patterns_are_linear():
    nested = "REGEX(IF(REGEX(big, '(a|aa)+$'), big, ''), IF(REGEX(big, '(a+)+b'), 'x', '(a?){400}a{400}'))"
    assert value_of(f"OR({','.join([nested] * 20)})", big="a" * 20_000) is False


@pytest.mark.usefixtures("little_memory")
def test_conditions_and_texts():
    [problem] = check_logic("(" * MEGABYTE, 3)
    assert problem.code == "logic_too_long"
    row = Condition("x", Operator.EQUAL_TO, Literal(Kind.NUMBER, "9" * 4000))
    verdict = judge(compile_conditions(Conditions("and", (row,))), World({"x": "a" * MAX_TEXT}))
    assert not verdict.result
    assert len(str(verdict.to_json())) < 1500
    assert merge("{!" * 100_000, World()) == "{!" * 100_000
