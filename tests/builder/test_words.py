"""Conditions in words."""

from builder.words import Words, human
from engine.document import Definition, FlowKind, Start
from engine.document.conditions import Condition, Conditions, Operator
from engine.document.operands import Literal, Reference
from engine.document.stages import Stage, Step
from engine.values import Kind

ASK = Step(name="Ask", label="Ask the buyer", kind="interactive")
DEFINITION = Definition(
    api_name="O",
    label="O",
    kind=FlowKind.ORCHESTRATION,
    start=Start(trigger="record_after_save", object="Quote", on="create"),
    elements=(
        Stage(name="One", label="Stage one", steps=(Step(name="Ask", label="Ask the buyer", kind="interactive"),)),
    ),
)
WORDS = Words(DEFINITION, lambda object, field: "Approval Level" if (object, field) == ("Quote", "Level__c") else "")
MORE_THAN_0 = Condition("$Record.Level__c", Operator.GREATER_THAN, Literal(Kind.NUMBER, "0"))
DONE = Condition("Ask.Status", Operator.EQUAL_TO, Literal(Kind.TEXT, "Completed"))
EMPTY = Condition("$Record.CloseDate", Operator.IS_NULL, Literal(Kind.BOOLEAN, "false"))


def test_rows_read_as_sentences():
    assert WORDS.condition(MORE_THAN_0) == "Approval Level is greater than 0"
    assert WORDS.condition(DONE) == "the status of Ask the buyer is “Completed”"
    assert WORDS.condition(EMPTY) == "Close Date is not empty"
    given = Condition("Level__c", Operator.LESS_OR_EQUAL, Reference("Ask.Outputs.limit"))
    assert WORDS.condition(given, of="Quote") == "Approval Level is at most limit of Ask the buyer"
    assert WORDS.reference("$Record.Id") == "the record that started it"
    assert WORDS.reference("$Record__Prior.Level__c") == "Approval Level before the change"


def test_sets_of_rows_read_as_their_logic_says():
    rows = (MORE_THAN_0, DONE, EMPTY)
    assert WORDS.sentence(Conditions()).text == "always"
    assert WORDS.sentence(Conditions("or", (MORE_THAN_0, DONE))).text == (
        "Approval Level is greater than 0 or the status of Ask the buyer is “Completed”"
    )
    custom = WORDS.sentence(Conditions("1 AND NOT(2 OR 3)", rows))
    assert custom.how == "logic"
    done = "the status of Ask the buyer is “Completed”"
    assert custom.text == f"Approval Level is greater than 0 and not({done} or Close Date is not empty)"
    assert WORDS.sentence(Conditions("formula", formula="ISNEW()")).text == "the formula ISNEW() is true"
    assert WORDS.sentence(Conditions("1 AND 7", rows)).text.endswith("and row 7")


def test_names_are_made_readable():
    assert [human(name) for name in ("RLM_Payment_Terms__c", "CloseDate", "AccountId", "Id", "Owner__r")] == [
        "RLM Payment Terms", "Close Date", "Account", "Id", "Owner",
    ]  # fmt: skip
