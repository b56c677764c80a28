"""Conditions: every operator by left-hand kind, what cannot be reached, verdicts for the trail."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine.document.conditions import Condition, Conditions, Operator
from engine.document.operands import Expression, Literal, Reference
from engine.formula import FormulaError, FormulaFault, compare, compile_conditions, judge
from engine.values import Kind, RecordValue
from tests.engine.formula.world import World

O = Operator  # noqa: E741
ACME = RecordValue("Account", "001abc", {"Name": "Acme"})
DAY = date(2026, 1, 31)
LATE = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)


def text(value: str) -> Literal:
    return Literal(Kind.TEXT, value)


def row(left: str, operator: Operator, right: object = None) -> Condition:
    if isinstance(right, bool):
        right = Literal(Kind.BOOLEAN, str(right).lower())
    elif isinstance(right, str):
        right = text(right)
    elif isinstance(right, int):
        right = Literal(Kind.NUMBER, str(right))
    return Condition(left, operator, right)


def verdict(world: World, *rows: Condition, logic: str = "and"):
    return judge(compile_conditions(Conditions(logic, rows)), world)


@pytest.mark.parametrize(
    ("left", "operator", "right", "result"),
    [
        # text
        ("Net 30", O.EQUAL_TO, "Net 30", True),
        ("Net 30", O.EQUAL_TO, "net 30", True),
        ("Net 60", O.NOT_EQUAL_TO, "Net 30", True),
        (None, O.NOT_EQUAL_TO, "Net 30", True),
        (None, O.EQUAL_TO, "", False),
        (None, O.EQUAL_TO, None, True),
        (None, O.NOT_EQUAL_TO, None, False),
        ("Approve", O.CONTAINS, "prov", True),
        ("Approve", O.CONTAINS, "PROV", True),
        (None, O.CONTAINS, "x", False),
        ("x", O.CONTAINS, None, False),
        ("x", O.CONTAINS, "", True),
        ("Approve", O.STARTS_WITH, "App", True),
        (None, O.STARTS_WITH, "", False),
        ("Approve", O.ENDS_WITH, "ove", True),
        ("Approve", O.ENDS_WITH, None, False),
        ("b", O.GREATER_THAN, "a", True),
        ("B", O.GREATER_THAN, "a", True),
        ("Straße", O.EQUAL_TO, "STRASSE", True),
        ("Approve", O.STARTS_WITH, "aPP", True),
        ("Approve", O.ENDS_WITH, "OVE", True),
        ("3.0", O.EQUAL_TO, Decimal(3), False),  # the left side decides: the text "3"
        ("30", O.GREATER_THAN, Decimal(4), False),
        ("2026-01-31", O.EQUAL_TO, DAY, True),
        ("true", O.EQUAL_TO, True, True),
        ("", O.IS_NULL, True, False),
        ("", O.IS_EMPTY, True, True),
        (" \t", O.IS_BLANK, True, True),
        (" ", O.IS_EMPTY, True, False),
        ("x", O.IS_BLANK, False, True),
        ("x", O.WAS_SET, True, True),
        (None, O.WAS_SET, True, False),
        (None, O.WAS_SET, False, True),
        # numbers
        (Decimal(3), O.EQUAL_TO, Decimal("3.0"), True),
        (Decimal(3), O.EQUAL_TO, "3", True),
        ("3", O.EQUAL_TO, Decimal(3), True),
        ("three", O.EQUAL_TO, Decimal(3), False),
        (3, O.EQUAL_TO, Decimal(3), True),
        (Decimal(3), O.GREATER_THAN, "2.5", True),
        (Decimal(3), O.GREATER_OR_EQUAL, Decimal(3), True),
        (Decimal(3), O.LESS_THAN, Decimal(3), False),
        (Decimal(3), O.LESS_OR_EQUAL, Decimal(3), True),
        (None, O.LESS_THAN, Decimal(3), False),
        (None, O.GREATER_OR_EQUAL, None, False),
        ("x", O.GREATER_THAN, Decimal(3), False),
        (Decimal(0), O.IS_BLANK, True, False),
        (Decimal(123), O.CONTAINS, "23", True),
        # Booleans
        (True, O.EQUAL_TO, True, True),
        (True, O.EQUAL_TO, "true", True),
        (False, O.NOT_EQUAL_TO, True, True),
        (None, O.EQUAL_TO, False, False),
        (True, O.GREATER_THAN, False, False),
        (True, O.EQUAL_TO, Decimal(1), False),
        # dates
        (DAY, O.LESS_THAN, date(2026, 2, 1), True),
        (DAY, O.EQUAL_TO, "2026-01-31", True),
        (LATE, O.EQUAL_TO, DAY, True),  # without a zone: GMT
        (LATE, O.GREATER_THAN, "2026-01-31T23:00:00Z", True),
        (LATE, O.GREATER_THAN, "2026-01-31T23:00:00", True),
        (DAY, O.EQUAL_TO, "soon", False),
        # records
        (ACME, O.EQUAL_TO, "001abc", True),
        ("001abc", O.EQUAL_TO, ACME, True),
        (ACME, O.EQUAL_TO, RecordValue("Account", "001abc"), True),
        (ACME, O.NOT_EQUAL_TO, RecordValue("Account", "001abd"), True),
        (ACME, O.IS_NULL, False, True),
        # collections
        (["a", "b"], O.CONTAINS, "a", True),
        (["ab"], O.CONTAINS, "a", False),
        (["A"], O.CONTAINS, "a", True),
        ("a;b", O.CONTAINS, ["a"], False),
        ("a", O.IN, ["A"], True),
        ([ACME], O.CONTAINS, "001abc", True),
        (["a"], O.EQUAL_TO, ["a"], True),
        (["a"], O.EQUAL_TO, "a", False),
        (["a"], O.NOT_EQUAL_TO, ["b"], True),
        ([], O.IS_EMPTY, True, True),
        ([], O.IS_NULL, True, True),
        (["a"], O.IS_NULL, True, False),
        (None, O.IS_EMPTY, True, True),
        ("a", O.IN, ["a", "b"], True),
        (Decimal(1), O.IN, ["1"], True),
        ("a", O.IN, "a", True),
        ("a", O.IN, None, False),
        ("a", O.NOT_IN, ["b"], True),
        ("a", O.NOT_IN, None, True),
    ],
)
def test_operators_on_values(left, operator, right, result):
    assert compare(operator, left, right) is result
    seen = judge(
        compile_conditions(Conditions("and", (Condition("l", operator, Reference("r")),))),
        World({"l": left, "r": right}) if not isinstance(left, datetime) else in_gmt({"l": left, "r": right}),
    )
    assert seen.result is result


def in_gmt(names: dict[str, object]) -> World:
    world = World(names)
    world.zone = UTC  # type: ignore[assignment]
    return world


def test_a_date_time_that_meets_a_date_is_its_day_in_the_zone():
    assert verdict(World({"at": LATE, "day": date(2026, 2, 1)}), row("at", O.EQUAL_TO, Reference("day"))).result


def test_elements_visited_and_failed():
    world = World(visited=("Ask",), failed=("Send",))

    assert verdict(world, row("Ask", O.WAS_VISITED, True), row("Send", O.HAS_ERROR, True)).result
    assert verdict(world, row("Send", O.WAS_VISITED, False), row("Ask", O.HAS_ERROR, False)).result
    assert not verdict(world, row("Ask", O.WAS_VISITED, False)).result
    assert verdict(world, row("Ask", O.WAS_VISITED)).result


def test_changed_fields():
    names = {"$Record.Stage": "Won", "$Record.Name": "Acme"}
    before = {"$Record.Stage": "Open", "$Record.Name": "Acme"}
    changed = row("$Record.Stage", O.IS_CHANGED, True)

    assert verdict(World(names, prior=before), changed, row("$Record.Name", O.IS_CHANGED, False)).result
    assert not verdict(World(names, prior=before, is_new=True), changed).result
    assert not verdict(World(names), changed).result


def test_choices_selected():
    world = World({"Yes": True, "No": False, "None": None, "Some": "value"})

    assert verdict(world, row("Yes", O.WAS_SELECTED, True), row("Some", O.WAS_SELECTED)).result
    assert verdict(world, row("No", O.WAS_SELECTED, False), row("None", O.WAS_SELECTED, False)).result


class Screens(World):
    def selected(self, name):
        return name == "Yes"


def test_a_scope_that_knows_of_choices_says_which_were_selected():
    assert verdict(Screens(), row("Yes", O.WAS_SELECTED, True), row("No", O.WAS_SELECTED, False)).result


def test_a_row_without_an_operator_is_false():
    assert not verdict(World({"x": 1}), row("x", O.NONE, 1)).result


def test_no_rows_are_true():
    assert judge(compile_conditions(Conditions()), World()).result
    assert judge(compile_conditions(Conditions("or")), World()).result


def test_custom_logic_over_rows():
    world = World({"a": Decimal(1)})
    rows = [row("a", O.EQUAL_TO, 1), row("a", O.EQUAL_TO, 2), row("a", O.EQUAL_TO, 3)]

    assert verdict(world, *rows, logic="1 AND NOT(2 OR 3)").result
    assert not verdict(world, *rows, logic="and").result
    assert verdict(world, *rows, logic="or").result


def test_what_cannot_be_reached_is_false_and_says_so():
    world = World({"x": None}, missing=("Account.Owner.Name",))
    rows = [
        row("Account.Owner.Name", O.NOT_EQUAL_TO, "Ann"),
        row("Account.Owner.Name", O.IS_NULL, True),
        row("x", O.EQUAL_TO, Reference("Account.Owner.Name")),
        row("Accont.Name", O.NOT_EQUAL_TO, "Ann"),
    ]

    seen = verdict(world, *rows, logic="or")

    assert not seen.result
    assert [entry.result for entry in seen.rows] == [False] * 4
    assert "cannot be reached" in seen.rows[0].note
    assert "cannot be reached" in seen.rows[2].note
    assert seen.rows[3].note == "Nothing is called Accont.Name."


def test_an_order_with_nothing_says_why_it_is_false():
    seen = verdict(World({"x": None, "y": "abc"}), row("x", O.LESS_THAN, 1), row("y", O.LESS_THAN, 1), logic="or")

    assert not seen.result
    assert all(entry.note for entry in seen.rows)


def test_the_verdict_holds_every_value_as_json():
    world = World({"Step.Outputs.total": Decimal("12.50"), "limit": Decimal(10), "who": ACME, "long": "x" * 1000})
    seen = verdict(
        world,
        row("Step.Outputs.total", O.GREATER_THAN, Reference("limit")),
        row("who", O.EQUAL_TO, "001xyz"),
        row("long", O.CONTAINS, Expression('LEFT("xyz", 1)')),
        logic="1 AND (2 OR 3)",
    )

    stored = seen.to_json()

    assert seen.result
    assert json.loads(json.dumps(stored)) == stored
    assert stored["logic"] == "1 AND (2 OR 3)"
    assert stored["rows"][0] == {
        "number": 1,
        "left": "Step.Outputs.total",
        "operator": "greater_than",
        "right": "limit",
        "left_value": 12.5,
        "right_value": 10,
        "result": True,
        "note": "",
        "right_from": "reference",
    }
    assert stored["decided"] == [1, 3]
    assert stored["rows"][1]["left_value"] == {"object": "Account", "id": "001abc", "name": "Acme"}
    assert stored["rows"][1]["result"] is False
    assert len(stored["rows"][2]["left_value"]) < 300
    assert stored["rows"][2]["right_value"] == "x"


FORMULA = Conditions(
    "formula",
    formula="""OR(
        CONTAINS({!Manager.Outputs.approvalDecision}, "Reject"),
        CONTAINS({!VP.Outputs.approvalDecision}, "Reject")
    )""",
)


def test_a_formula_explains_what_its_references_held():
    world = World({"Manager.Outputs.approvalDecision": "Approve"}, missing=("VP.Outputs.approvalDecision",))

    seen = judge(compile_conditions(FORMULA), world)

    assert (seen.result, seen.logic) == (False, "formula")
    assert seen.rows[0].left_value == {
        "Manager.Outputs.approvalDecision": "Approve",
        "VP.Outputs.approvalDecision": None,
    }
    assert "VP.Outputs.approvalDecision cannot be reached" in seen.rows[0].note
    assert json.dumps(seen.to_json())


def test_a_formula_is_true_only_when_it_gives_true():
    def result(formula: str, **names: object) -> bool:
        return judge(compile_conditions(Conditions("formula", formula=formula)), World(dict(names))).result

    assert result("x > 1", x=Decimal(2))
    assert not result("x > 1", x=None)
    assert not result("x", x="true")
    assert not result("NOT(nobody)")
    with pytest.raises(FormulaFault):
        result("1 / x > 1", x=Decimal(0))


def test_references_are_what_must_be_known():
    compiled = compile_conditions(
        Conditions(
            "and",
            (
                row("a.b", O.EQUAL_TO, Reference("c.d")),
                row("e", O.EQUAL_TO, Expression("{!f.g} + h")),
                row("i", O.EQUAL_TO, "Hello {!j.k}"),
                row("Stage_1", O.WAS_VISITED, True),
            ),
        )
    )

    assert compiled.references == {("a", "b"), ("c", "d"), ("e",), ("f", "g"), ("h",), ("i",), ("j", "k")}
    assert compile_conditions(FORMULA).references == {
        ("Manager", "Outputs", "approvalDecision"),
        ("VP", "Outputs", "approvalDecision"),
    }


def test_record_filters_name_fields():
    compiled = compile_conditions(Conditions("and", (row("Stage", O.EQUAL_TO, "Won"),)), root=("$Record",))

    assert compiled.references == {("$Record", "Stage")}
    assert judge(compiled, World({"$Record.Stage": "Won"})).rows[0].left == "Stage"


def test_merge_fields_in_a_written_text():
    world = World({"x": "Hello Ann", "name": "Ann"})

    assert verdict(world, row("x", O.EQUAL_TO, "Hello {!name}")).result


@pytest.mark.parametrize(
    ("conditions", "code"),
    [
        (Conditions("1 AND", (row("a", O.IS_NULL),)), "logic_syntax"),
        (Conditions("1 AND 2", (row("a", O.IS_NULL),)), "logic_unknown_row"),
        (Conditions("formula", formula="1 +"), "formula_syntax"),
        (Conditions("and", (row("a", O.EQUAL_TO, Literal(Kind.NUMBER, "ten")),)), "condition_value"),
        (Conditions("and", (row("a", O.EQUAL_TO, Literal(Kind.DATE, "soon")),)), "condition_value"),
        (Conditions("and", (row("a", O.EQUAL_TO, Expression("1 +")),)), "formula_syntax"),
    ],
)
def test_conditions_that_cannot_be_compiled(conditions, code):
    with pytest.raises(FormulaError) as raised:
        compile_conditions(conditions)
    assert raised.value.code == code
