"""Reasons in words: one renderer for pages and the API, old lines too."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from builder.reasons import reason_of
from builder.words import Words
from engine.document import Definition, FlowKind, Start
from engine.document.conditions import Condition, Conditions, Operator
from engine.document.operands import Expression, Literal, Reference
from engine.formula import compile_conditions, judge
from engine.values import Kind, RecordValue
from tests.engine.formula.world import World

LABELS = {("Quote", "Amount__c"): "Amount", ("Quote", "Limit__c"): "Limit", ("Quote", "Due__c"): "Due date"}
QUOTE = Definition(api_name="Q", label="Q", kind=FlowKind.ORCHESTRATION, start=Start(object="Quote"))


def told(*rows, logic="and", formula="", **fields):
    conditions = Conditions(logic, rows, formula)
    world = World({f"$Record.{name}": value for name, value in fields.items()}, missing=("$Record.Gone",))
    verdict = judge(compile_conditions(conditions), world).to_json()
    return reason_of(verdict, Words(QUOTE, lambda object, field: LABELS.get((object, field), "")))


def row(field, operator, right=None):
    if isinstance(right, str):
        right = Literal(Kind.TEXT, right)
    return Condition(f"$Record.{field}", operator, right)


def number(text):
    return Literal(Kind.NUMBER, text)


def text_of(*args, **fields):
    return told(*args, **fields).rows[0].text


def test_a_row_says_its_values_by_label():
    reason = told(row("Amount__c", Operator.GREATER_THAN, number("10000")), Amount__c=Decimal(12400))

    assert (reason.rows[0].text, reason.rows[0].result) == ("Amount (12,400) is greater than 10,000", True)


@pytest.mark.parametrize(
    ("right", "value", "said"),
    [
        (number("10000"), None, "Amount (empty) is greater than 10,000"),
        (Reference("$Record.Limit__c"), Decimal("2.5"), "Amount (2.5) is greater than Limit (1,000)"),
        (Expression("{!$Record.Limit__c} * 2"), Decimal(1), "Amount (1) is greater than Limit * 2 (2,000)"),
    ],
)
def test_right_sides(right, value, said):
    rows = row("Amount__c", Operator.GREATER_THAN, right)
    assert text_of(rows, Amount__c=value, Limit__c=Decimal(1000)) == said


def test_texts_records_and_questions():
    who = RecordValue("Account", "001", {"Name": "Acme"})

    assert text_of(row("Status", Operator.EQUAL_TO, "Open"), Status="") == "Status (empty) is “Open”"
    assert text_of(row("Who", Operator.IS_NULL, Literal(Kind.BOOLEAN, "false")), Who=who) == "Who (Acme) is not empty"
    assert text_of(row("Tags", Operator.CONTAINS, "b"), Tags=["a", "b"]) == "Tags (a, b) contains “b”"


def test_dates_and_times_in_the_persons_zone_and_language():
    moment = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    with timezone.override("Europe/Berlin"), translation.override("de"):
        assert told(row("Due__c", Operator.WAS_SET), Due__c=date(2026, 2, 1)).rows[0].text.startswith("Due date (1. F")
        assert "(01.02.2026 00:30)" in text_of(row("At", Operator.WAS_SET), At=moment)
        assert "(12.400)" in text_of(row("Amount__c", Operator.WAS_SET), Amount__c=Decimal(12400))


def test_an_iso_text_stays_a_text():
    assert "(2026-01-31)" in text_of(row("Code", Operator.WAS_SET), Code="2026-01-31")


def test_a_row_that_could_not_be_judged_says_why():
    [said] = told(row("Gone", Operator.EQUAL_TO, "x")).rows

    assert (said.result, "cannot be reached" in said.note) == (False, True)


def test_custom_logic_says_which_rows_decided():
    rows = [row("Amount__c", Operator.GREATER_THAN, number(text)) for text in ("5", "100", "7")]
    reason = told(*rows, logic="1 AND (2 OR 3)", Amount__c=Decimal(10))

    assert (reason.result, reason.is_custom, reason.logic) == (True, True, "1 AND (2 OR 3)")
    assert [one.decided for one in reason.rows] == [True, False, True]


def test_a_formula_is_a_tree_and_skipped_parts_say_so():
    formula = "AND({!$Record.Amount__c} > 10000, ISBLANK({!$Record.Limit__c}))"
    [said] = told(logic="formula", formula=formula, Amount__c=Decimal(9000), Limit__c=None).rows

    assert said.text == "AND(Amount > 10000, ISBLANK(Limit))"
    assert [(part.text, part.state) for part in said.parts] == [
        ("Amount (9,000) > 10000", "false"),
        ("ISBLANK(Limit)", "skipped"),
    ]


def test_lines_kept_before_there_were_parts_are_told_without():
    old = {
        "result": True,
        "logic": "and",
        "rows": [
            {
                "number": 1,
                "left": "$Record.Due__c",
                "operator": "greater_than",
                "right": "2026-01-01",
                "left_value": "2026-02-01",
                "right_value": "2026-01-01",
                "result": True,
                "note": "",
            }
        ],
    }
    formula = {"result": True, "logic": "formula", "rows": [old["rows"][0] | {"operator": "formula", "left": "a > 1"}]}
    formula["rows"][0]["left_value"] = {"a": 2}
    words = Words(QUOTE, lambda object, field: LABELS.get((object, field), ""))

    assert reason_of(old, words).rows[0].text == "Due date (2026-02-01) is greater than “2026-01-01”"
    assert reason_of(formula, words).rows[0].text == "a > 1"
