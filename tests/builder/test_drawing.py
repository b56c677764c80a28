"""What the browser draws from: structure, and texts in words."""

from builder.drawing import drawing_of
from builder.outline import outline_of
from builder.words import Words
from engine.document import Definition, FlowKind
from engine.document.conditions import Condition, Conditions, Operator
from engine.document.definition import Start
from engine.document.elements import Connector, Decision, Outcome
from engine.document.operands import Literal
from engine.document.stages import Assignee, Gate, Stage, Step
from engine.values import Kind

LARGE = Conditions(rows=(Condition("amount", Operator.GREATER_THAN, Literal(Kind.NUMBER, "1000")),))


def drawn() -> dict:
    ask = Step(
        name="Ask",
        label="Ask the buyer",
        kind="interactive",
        action="Ask_buyer",
        assignees=(Assignee("group", Literal(Kind.TEXT, "Buyers")),),
        entry=Gate(conditions=LARGE),
    )
    review = Stage("Review", "Review", steps=(ask,), connector=Connector("Large"), fault=Connector("Repair"))
    large = Decision("Large", "Large?", outcomes=(Outcome("Yes", "Yes", LARGE, Connector("Review", go_to=True)),))
    definition = Definition(
        api_name="Quote",
        label="Quote",
        kind=FlowKind.ORCHESTRATION,
        start=Start(connector=Connector("Review")),
        elements=(review, large, Stage("Repair", "Repair")),
    )
    return drawing_of(definition, outline_of(definition, Words(definition)))


def test_a_drawing_begins_at_the_start_and_holds_every_element():
    drawing = drawn()

    assert drawing["first"] == "Review"
    assert {element["name"] for element in drawing["elements"]} == {"Review", "Large", "Repair"}


def test_a_stage_leads_on_and_has_its_fault_path():
    review = drawn()["elements"][0]

    assert review["exits"] == [
        {"when": "", "target": "Large", "go_to": False},
        {"when": "when it fails", "target": "Repair", "go_to": False},
    ]


def test_a_step_says_when_it_starts_and_who_is_asked_in_words():
    step = drawn()["elements"][0]["steps"][0]

    assert step["starts"] == "Starts when amount is greater than 1000"
    assert step["assignees"] == ["group Buyers"]


def test_outcomes_say_when_they_are_taken_and_jumps_are_marked():
    yes, default = next(element for element in drawn()["elements"] if element["name"] == "Large")["outcomes"]

    assert yes == {
        "label": "Yes",
        "when": "amount is greater than 1000",
        "target": "Review",
        "go_to": True,
        "slot": "outcome:Yes",
    }
    assert default["target"] == ""
    assert default["when"] == ""
