"""Explanations: every part with its value, what was not looked at, where it failed; the rows that decided."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.document.conditions import Condition, Conditions, Operator
from engine.document.operands import Expression
from engine.formula import FormulaError, FormulaFault, compile_conditions, compile_formula, evaluate, explain, judge
from engine.formula import print_formula as printed
from engine.formula.logic import parse_logic
from tests.engine.formula.test_formula_properties import trees, values
from tests.engine.formula.world import World
from tests.fuzz import examples


def told(text, /, *, missing=(), most=40, **names):
    return explain(compile_formula(text), World(names, missing=missing), most=most)


def lines(part, depth=0):
    """(depth, text, value or what stands for it) of every part."""
    said = "skipped" if not part.looked else part.fault or part.value
    return [(depth, part.text, said), *(line for inner in part.parts for line in lines(inner, depth + 1))]


def test_a_plain_comparison_is_one_part_with_what_it_saw():
    explained = told("amount > 10000", amount=Decimal(12400))

    assert explained.result() is True
    assert lines(explained.part) == [(0, "{!amount} > 10000", True)]
    assert explained.part.seen == {"amount": Decimal(12400)}


def test_what_was_not_needed_was_not_looked_at():
    explained = told("AND(ISBLANK(name), amount / 0 > 1, flag)", name="x", amount=1, flag=True)

    assert explained.result() is False
    assert lines(explained.part) == [
        (0, "AND(ISBLANK({!name}), {!amount} / 0 > 1, {!flag})", False),
        (1, "ISBLANK({!name})", False),
        (1, "{!amount} / 0 > 1", "skipped"),
        (2, "{!amount} / 0", "skipped"),
        (1, "{!flag}", "skipped"),
    ]


def test_the_branch_that_was_taken():
    explained = told("IF(level > 2, LOWER(low), UPPER(name))", level=1, low="x", name="net")

    assert lines(explained.part)[1:] == [
        (1, "{!level} > 2", False),
        (1, "LOWER({!low})", "skipped"),
        (1, "UPPER({!name})", "NET"),
    ]


def test_a_fault_stands_at_the_part_that_failed_and_what_came_before_has_its_value():
    explained = told("ABS(a) + 10 / (b - b)", a=-3, b=1)

    assert explained.fault.fault_code == "formula_division_by_zero"
    assert lines(explained.part) == [
        (0, "ABS({!a}) + 10 / ({!b} - {!b})", None),
        (1, "ABS({!a})", 3),
        (1, "10 / ({!b} - {!b})", "Division by zero."),
        (2, "{!b} - {!b}", 0),
    ]


def test_null_and_what_cannot_be_reached():
    explained = told("BLANKVALUE(a, 0) + 1", missing=("a",))

    assert explained.result() == 1
    assert lines(explained.part)[1] == (1, "BLANKVALUE({!a}, 0)", 0)
    assert explained.part.parts[0].seen == {"a": None}
    assert explained.notes == ("a cannot be reached: something on the way is empty.",)


def test_it_is_bounded_and_the_outer_parts_are_told_first():
    long = told("OR(" + ",".join(f"a = {n}" for n in range(300)) + ")", a=-1)
    deep = told("ABS(" * 90 + "a + 1 + ABS(a)" + ")" * 90, a=1)

    assert (len(long.part.parts), long.part.more) == (39, 261)
    assert lines(deep.part)[-1][0] == 39
    assert len(lines(told("ABS(1 + ABS(a))", a=1, most=2).part)) == 2


def test_every_row_and_the_formula_on_its_right():
    row = Condition("due", Operator.LESS_THAN, Expression("TODAY() + ABS(days)"))
    verdict = judge(compile_conditions(Conditions("and", (row,))), World({"due": date(2026, 2, 3), "days": 5}))

    stored = verdict.to_json()["rows"][0]

    assert verdict.result
    assert json.loads(json.dumps(stored)) == stored
    assert (stored["left_kind"], stored["right_kind"], stored["right_from"]) == ("date", "date", "formula")
    [part] = stored["parts"]
    assert (part["value"], part["kind"]) == ("2026-02-06", "date")
    assert [inner["text"] for inner in part["parts"]] == ["TODAY()", "ABS({!days})"]
    assert part["parts"][1]["seen"] == {"days": 5}


def test_a_formula_condition_keeps_its_tree():
    at = datetime(2026, 1, 1, tzinfo=UTC)
    verdict = judge(
        compile_conditions(Conditions("formula", formula="OR(when > NOW(), flag)")), World({"when": at, "flag": True})
    )

    [row] = verdict.to_json()["rows"]

    [root] = row["parts"]
    assert (root["value"], [part["value"] for part in root["parts"]]) == (True, [False, True])
    assert root["parts"][0]["parts"][0]["kind"] == "datetime"


def test_the_rows_that_decided():
    for logic, results, decided in [
        ("1 AND (2 OR 3)", (True, False, True), (True, (1, 3))),
        ("1 AND (2 OR 3)", (False, False, True), (False, (1,))),
        ("1 OR NOT(2 AND 3)", (False, True, True), (False, (1, 2, 3))),
        ("and", (True, False, False), (False, (2, 3))),
        ("or", (True, False, True), (True, (1, 3))),
    ]:
        assert parse_logic(logic, 3).decide(results) == decided


logics = st.recursive(
    st.sampled_from(["1", "2", "3", "4"]),
    lambda inner: (
        st.builds("({} AND {})".format, inner, inner)
        | st.builds("({} OR {})".format, inner, inner)
        | st.builds("NOT {}".format, inner)
    ),
    max_leaves=8,
)


@settings(max_examples=examples(200), deadline=None)
@given(logics, st.tuples(*[st.booleans()] * 4))
def test_with_the_deciding_rows_as_they_are_the_others_do_not_matter(text, results):
    logic = parse_logic(text, 4)
    held, decided = logic.decide(results)

    assert held is logic.settle(results)
    for others in product((True, False), repeat=4):
        changed = [results[i] if i + 1 in decided else others[i] for i in range(4)]
        assert logic.settle(changed) is held


@settings(max_examples=examples(200), deadline=None)
@given(trees, st.lists(values, min_size=1, max_size=5))
def test_an_explanation_gives_what_evaluation_gives(tree, given_values):
    try:
        formula = compile_formula(printed(tree))
    except FormulaError:
        return
    names = {".".join(path): given_values[i % len(given_values)] for i, path in enumerate(sorted(formula.references))}
    explained = explain(formula, World(names))

    if explained.fault is None:
        assert explained.result() == evaluate(formula, World(names)) == explained.part.value
        return
    with pytest.raises(FormulaFault) as raised:
        evaluate(formula, World(names))
    assert (explained.fault.fault_code, explained.fault.position) == (raised.value.fault_code, raised.value.position)
    assert [said for _depth, _text, said in lines(explained.part) if said == str(raised.value)]
