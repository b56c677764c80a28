"""Problems of names, kinds and conditions, found before anything runs."""

from functools import partial
from typing import Any

import pytest

from engine.document import Definition, FlowKind, Start
from engine.document.check import check
from engine.document.conditions import Condition, Conditions
from engine.document.conditions import Operator as O
from engine.document.dependencies import dependencies, reads
from engine.document.elements import Connector, Decision, Outcome
from engine.document.flow_elements import Assignment, AssignmentItem, GetRecords, Screen, ScreenField
from engine.document.known import FieldFact, FlowFact, VariableFact
from engine.document.operands import Expression, Literal, Named, Reference
from engine.document.resources import Formula, Variable
from engine.document.stages import Gate, Step
from engine.values import Kind
from tests.engine.orchestration.world import decision, interactive, orchestration, outcome, stage, to, when
from tests.engine.world import Known

DEAL = {
    "Name": Kind.TEXT,
    "Amount": Kind.CURRENCY,
    "CloseDate": Kind.DATE,
    "IsWon": Kind.BOOLEAN,
    "Stage": FieldFact("Stage", Kind.PICKLIST, choices=("Open", "Won")),
    "OwnerId": FieldFact("OwnerId", Kind.TEXT, "User"),
}
USER = {"Email": Kind.TEXT, "IsActive": Kind.BOOLEAN, "ManagerId": FieldFact("ManagerId", Kind.TEXT, "User")}
FLOW = FlowFact(
    "Compute",
    "autolaunched",
    True,
    outputs={
        "total": VariableFact("total", Kind.NUMBER),
        "deal": VariableFact("deal", Kind.RECORD, object="Deal"),
        "deals": VariableFact("deals", Kind.RECORD, collection=True, object="Deal"),
    },
)
WORLD = Known({"Deal": DEAL, "User": USER, "$Label": {"Greeting": Kind.TEXT}}, FLOW)
START = Start(connector=to("One"), trigger="record_after_save", object="Deal", on="update")


def background(name: str, **more: Any) -> Step:
    return Step(name=name, label=name, kind="background", action="Compute", **more)


def text(value: str) -> Literal:
    return Literal(Kind.TEXT, value)


def number(value: str) -> Literal:
    return Literal(Kind.NUMBER, value)


def found(defn: Definition, *codes: str) -> list[tuple[str, str, str]]:
    """(code, severity, path) of the problems with these codes."""
    return [(one.code, one.severity, one.path) for one in check(defn, WORLD) if one.code in codes]


def entry(*rows: Condition, logic: str = "and", source: str = "builder") -> Definition:
    """An orchestration whose second step waits for the rows."""
    first = background("First")
    second = background("Second", entry=when(*rows, logic=logic))
    return orchestration(stage("One", first, second), start=START, source=source)


ALL = "elements/One/steps/Second/entry"
ROW = f"{ALL}/1"
NAME = partial(Condition, "$Record.Name")
AMOUNT = partial(Condition, "$Record.Amount")
STAGE = partial(Condition, "$Record.Stage")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (Condition("$Record.Amount", O.STARTS_WITH, text("1")), "operator_kind"),
        (Condition("$Record.IsWon", O.GREATER_THAN, Literal(Kind.BOOLEAN, "true")), "operator_kind"),
        (Condition("$Record.Amount", O.IS_EMPTY, Literal(Kind.BOOLEAN, "true")), "operator_kind"),
        (Condition("First.Outputs.deals", O.STARTS_WITH, text("x")), "operator_kind"),
        (Condition("$Record.Amount", O.EQUAL_TO, text("a lot")), "value_kind"),
        (Condition("$Record.CloseDate", O.LESS_THAN, text("soon")), "value_kind"),
        (Condition("$Record.CloseDate", O.EQUAL_TO, number("3")), "value_kind"),
        (Condition("$Record.Amount", O.EQUAL_TO, Reference("$Record.Owner.IsActive")), "value_kind"),
        (Condition("First.Outputs.total", O.EQUAL_TO, Expression("TODAY()")), "value_kind"),
        (Condition("$Record.Amount", O.GREATER_THAN, Expression("{!$Record.Amount} + 'a'")), "formula_kind"),
        (Condition("$Record.Amount", O.GREATER_THAN, Expression("{!$Record.Amuont} * 2")), "formula_unknown_name"),
        (Condition("$Record.Owner.Emial", O.EQUAL_TO, text("x")), "field_unknown"),
        (Condition("First.Outputs.totl", O.EQUAL_TO, number("1")), "output_unknown"),
        (Condition("$Label.Greetnig", O.EQUAL_TO, text("x")), "name_unknown"),
        (Condition("$Nothing.X", O.EQUAL_TO, text("x")), "name_unknown"),
        (Condition("$Record.Name", O.NONE), "no_operator"),
    ],
)
def test_what_does_not_fit_is_an_error_here_and_a_warning_in_an_import(row, code):
    codes = {code}
    assert {(c, s) for c, s, _ in found(entry(row), *codes)} == {(code, "error")}
    assert {(c, s) for c, s, _ in found(entry(row, source="metadata"), *codes)} == {(code, "warning")}
    assert {path.partition("/entry")[0] for _, _, path in found(entry(row), code)} == {"elements/One/steps/Second"}


@pytest.mark.parametrize(
    "row",
    [
        Condition("$Record.Amount", O.EQUAL_TO, text("12.5")),
        Condition("$Record.CloseDate", O.LESS_THAN, text("2026-01-31")),
        Condition("$Record.IsWon", O.EQUAL_TO, text("true")),
        Condition("$Record.Stage", O.EQUAL_TO, text("Won")),
        Condition("$Record.Stage", O.CONTAINS, text("o")),
        Condition("$Record.Owner", O.EQUAL_TO, text("005x")),
        Condition("$Record.Owner.Manager.Email", O.ENDS_WITH, text("@example.com")),
        Condition("First.Outputs.deal.Amount", O.GREATER_THAN, Reference("$Record.Amount")),
        Condition("First.Outputs.deals", O.CONTAINS, Reference("$Record")),
        Condition("First.Outputs.total", O.GREATER_THAN, Expression("YEAR(TODAY())")),
        Condition("First", O.EQUAL_TO, Literal(Kind.BOOLEAN, "true")),
        Condition("One.Status", O.EQUAL_TO, text("In Progress")),
        Condition("$Label.Greeting", O.EQUAL_TO, text("Hello")),
        Condition("$Setup.Limits__c.Most__c", O.GREATER_THAN, number("3")),
        Condition("$User.Manager.Email", O.IS_BLANK, Literal(Kind.BOOLEAN, "true")),
        Condition("$profile.name", O.EQUAL_TO, text("Stagecraft admin")),
        Condition("$Flow.CurrentDate", O.GREATER_THAN, Reference("$Record.CloseDate")),
    ],
)
def test_what_fits_is_no_problem(row):
    assert [one for one in check(entry(row), WORLD) if one.path.startswith("elements/One/steps/Second/entry")] == []


def test_a_mistyped_name_gets_a_suggestion_and_its_position():
    [problem] = check(entry(Condition("$Record.Amuont", O.GREATER_THAN, number("1"))), WORLD)
    assert problem.fix == "Did you mean $Record.Amount?"
    row = Condition("$Record.Amount", O.GREATER_THAN, Expression("2 * {!First.Outputs.totel}"))
    [problem] = check(entry(row), WORLD)
    assert (problem.code, problem.position) == ("formula_unknown_name", 4)
    assert problem.fix == "Did you mean First.Outputs.total?"


@pytest.mark.parametrize(
    ("rows", "logic", "where"),
    [
        ([AMOUNT(O.GREATER_THAN)], "and", ROW),
        ([NAME(O.STARTS_WITH)], "and", ROW),
        ([STAGE(O.EQUAL_TO, text("Lost"))], "and", ROW),
        ([NAME(O.EQUAL_TO, text("a")), NAME(O.EQUAL_TO, text("b"))], "and", ALL),
        ([NAME(O.EQUAL_TO, text("a")), NAME(O.NOT_EQUAL_TO, text("a"))], "and", ALL),
        ([NAME(O.EQUAL_TO, text("a")), NAME(O.IS_NULL)], "and", ALL),
        ([AMOUNT(O.GREATER_THAN, number("5")), AMOUNT(O.LESS_THAN, number("3"))], "and", ALL),
        ([AMOUNT(O.GREATER_THAN, number("5")), AMOUNT(O.LESS_OR_EQUAL, number("5"))], "1 AND (2)", ALL),
        ([NAME(O.STARTS_WITH, text("b")), NAME(O.EQUAL_TO, text("abc"))], "2 AND 1", ALL),
    ],
)
def test_what_can_never_be_true_is_said(rows, logic, where):
    assert found(entry(*rows, logic=logic), "condition_never") == [("condition_never", "warning", where)]


@pytest.mark.parametrize(
    ("rows", "logic"),
    [
        ([NAME(O.EQUAL_TO, text("a")), NAME(O.EQUAL_TO, text("b"))], "or"),
        ([NAME(O.EQUAL_TO, text("a")), NAME(O.EQUAL_TO, text("b"))], "1 AND NOT 2"),
        ([NAME(O.EQUAL_TO, text("a")), STAGE(O.EQUAL_TO, text("Won"))], "and"),
        ([AMOUNT(O.GREATER_OR_EQUAL, number("5")), AMOUNT(O.LESS_OR_EQUAL, number("5"))], "and"),
        ([NAME(O.EQUAL_TO, text("a")), NAME(O.EQUAL_TO, Reference("$User.Email"))], "and"),
        ([STAGE(O.NOT_EQUAL_TO, text("Lost"))], "and"),
    ],
)
def test_what_may_be_true_is_not(rows, logic):
    assert found(entry(*rows, logic=logic), "condition_never") == []


def test_a_condition_that_the_logic_forgets():
    rows = [Condition("$Record.Name", O.IS_NULL), Condition("$Record.Amount", O.IS_NULL)]
    assert found(entry(*rows, logic="1 AND 1"), "logic_unused_row") == [
        ("logic_unused_row", "error", "elements/One/steps/Second/entry")
    ]


def test_results_read_before_they_can_be_there():
    late = when(Condition("Late.Outputs.total", O.GREATER_THAN, number("1")))
    first = stage("One", background("A", entry=late), connector=to("Two"))
    defn = orchestration(
        first,
        stage("Two", background("Late"), background("Peer", entry=late)),
        start=START,
        formulas=(Formula("Doubled", Kind.NUMBER, "{!Late.Outputs.total} * 2"),),
    )
    assert found(defn, "used_too_early") == [("used_too_early", "warning", "elements/One/steps/A/entry")]


def test_a_circle_makes_a_later_result_readable():
    late = when(Condition("Late.Outputs.total", O.GREATER_THAN, number("1")))
    defn = orchestration(
        stage("One", background("A", entry=late), connector=to("Two")),
        stage("Two", background("Late"), connector=to("One")),
        start=START,
    )
    assert found(defn, "used_too_early") == []


def test_a_step_cannot_wait_for_its_own_result_and_formulas_are_looked_through():
    own = when(Condition("Doubled", O.GREATER_THAN, number("1")))
    defn = orchestration(
        stage("One", background("Own", entry=own)),
        start=START,
        formulas=(Formula("Doubled", Kind.NUMBER, "{!Own.Outputs.total} * 2"),),
    )
    assert found(defn, "used_too_early") == [("used_too_early", "warning", "elements/One/steps/Own/entry")]


def test_flows_too():
    leads = Connector("Take")
    assign = Assignment(
        "Before", "Before", items=(AssignmentItem("name", "assign", Reference("Take.Name")),), connector=leads
    )
    take = GetRecords("Take", "Take", "Deal", first_only=True, store_automatically=True, connector=Connector("After"))
    after = Assignment("After", "After", items=(AssignmentItem("name", "assign", Reference("Take.Name")),))
    defn = Definition(
        "F", "F", FlowKind.AUTOLAUNCHED, start=Start(connector=Connector("Before")), elements=(assign, take, after),
        variables=(Variable("name", Kind.TEXT),),
    )  # fmt: skip
    assert found(defn, "used_too_early") == [("used_too_early", "warning", "elements/Before")]


def test_a_screen_may_read_its_own_fields():
    asked = ScreenField("Asked", "input", data=Kind.TEXT)
    told = ScreenField("Told", "display_text", text="{!Asked} {!Later}")
    screens = (
        Screen("One", "One", fields=(asked, told), connector=Connector("Two")),
        Screen("Two", "Two", fields=(ScreenField("Later", "input", data=Kind.TEXT),)),
    )
    defn = Definition("F", "F", FlowKind.SCREEN, start=Start(connector=Connector("One")), elements=screens)
    assert [p.message.split(" is ")[0] for p in check(defn, WORLD) if p.code == "used_too_early"] == ["Later"]


def test_functions_of_start_conditions_elsewhere():
    row = Condition("$Record.Amount", O.GREATER_THAN, Expression("PRIORVALUE({!$Record.Amount})"))
    [problem] = check(entry(row), WORLD)
    assert (problem.code, problem.severity, problem.position) == ("start_only_function", "warning", 0)
    filters = Conditions("formula", formula="ISCHANGED({!$Record.Amount}) && ISNEW()")
    start = Start(connector=to("One"), trigger="record_after_save", object="Deal", on="update", filters=filters)
    assert check(orchestration(stage("One", background("A")), start=start), WORLD) == ()


@pytest.mark.parametrize(
    ("filters", "code"),
    [
        (Conditions("formula", formula="{!$Record.Amount} * 2"), "formula_not_boolean"),
        (Conditions("formula", formula="{!$Record.Nmae} = 'x'"), "formula_unknown_name"),
        (Conditions("and", (Condition("Amount", O.CONTAINS, text("1")),)), "operator_kind"),
        (Conditions("and", (Condition("Amount", O.EQUAL_TO, text("many")),)), "value_kind"),
        (Conditions("and", (Condition("Nmae", O.EQUAL_TO, text("x")),)), "field_unknown"),
        (Conditions("and", (Condition("Stage", O.EQUAL_TO, text("Lost")),)), "condition_never"),
    ],
)
def test_start_conditions_are_checked_alike(filters, code):
    start = Start(connector=to("One"), trigger="record_after_save", object="Deal", on="update", filters=filters)
    problems = check(orchestration(stage("One", background("A")), start=start), WORLD)
    assert [(one.code, one.path.startswith("start/filters")) for one in problems] == [(code, True)]


def test_what_wakes_a_run():
    gate = when(
        Condition("$Record.Owner.IsActive", O.EQUAL_TO, Literal(Kind.BOOLEAN, "true")),
        Condition("Large", O.EQUAL_TO, Literal(Kind.BOOLEAN, "true")),
    )
    asked = interactive("Ask", exit=when(Condition("Work.Outputs.deal.Stage", O.EQUAL_TO, text("Won"))))
    defn = orchestration(
        stage("One", background("Work"), background("Then", entry=gate), asked),
        start=Start(
            connector=to("One"), trigger="record_after_save", object="Deal", on="update",
            filters=Conditions("and", (Condition("Stage", O.EQUAL_TO, text("Won")),)),
        ),
        formulas=(Formula("Large", Kind.BOOLEAN, "{!$Record.Amount} > 10"),),
    )  # fmt: skip
    seen = [(one.object, one.field, one.role, one.holder) for one in dependencies(defn, WORLD)]
    assert seen == [
        ("Deal", "Stage", "start", ""),
        ("Deal", "Amount", "entry", "Then"),
        ("Deal", "OwnerId", "entry", "Then"),
        ("User", "IsActive", "entry", "Then"),
        ("Deal", "Stage", "exit", "Ask"),
    ]
    assert reads(defn, WORLD) == ()


def test_what_else_is_read():
    large = Condition("Large", O.EQUAL_TO, Literal(Kind.BOOLEAN, "true"))
    defn = orchestration(
        stage("One", background("Work", inputs=(Named("who", Reference("$Record.Owner.IsActive")),)),
              connector=to("Which")),
        decision("Which", outcome("Yes", when(large).conditions)),
        start=Start(connector=to("One"), object="Deal"),
        formulas=(Formula("Large", Kind.BOOLEAN, "{!$Record.Amount} > 10"),),
    )  # fmt: skip
    seen = [(one.object, one.field, one.role, one.holder) for one in reads(defn, WORLD)]
    assert seen == [
        ("Deal", "OwnerId", "read", "Work"),
        ("User", "IsActive", "read", "Work"),
        ("Deal", "Amount", "read", "Which"),
    ]
    assert dependencies(defn, WORLD) == ()


def test_decisions_and_inputs_are_checked():
    defn = orchestration(
        stage("One", background("A", inputs=(Named("total", Reference("$Record.Nope")),)),
              connector=to("Which")),
        decision("Which", outcome("Big", Condition("A.Outputs.total", O.CONTAINS, text("1")))),
        start=START,
    )  # fmt: skip
    assert found(defn, "field_unknown", "operator_kind") == [
        ("field_unknown", "error", "elements/One/steps/A/inputs/total"),
        ("operator_kind", "error", "elements/Which/outcomes/Big/1"),
    ]


def test_an_empty_gate_says_nothing():
    defn = orchestration(stage("One", background("A"), exit=Gate()), start=START)
    assert check(defn, WORLD) == ()


def test_an_outcome_may_be_read_after_its_decision_only():
    gate = when(Condition("Big", O.EQUAL_TO, Literal(Kind.BOOLEAN, "true")))
    which = Decision("Which", "Which", outcomes=(Outcome("Big", "Big", gate.conditions, to("Two")),))
    defn = orchestration(
        stage("One", background("A"), connector=to("Which")),
        which,
        stage("Two", background("B", entry=gate)),
        start=START,
    )
    assert found(defn, "used_too_early") == [("used_too_early", "warning", "elements/Which/outcomes/Big")]
