"""The workloads of the benchmark as definitions, saved and activated like anybody's."""

from typing import Any

from builder.models import FlowVersion
from builder.services import activate, save_version
from engine.document import Definition, FlowKind
from engine.document.conditions import Condition, Conditions, Operator
from engine.document.definition import Start
from engine.document.elements import Connector, Decision, Outcome
from engine.document.flow_elements import Assignment, AssignmentItem, Screen, ScreenField
from engine.document.operands import Literal, Reference
from engine.document.resources import Variable
from engine.document.stages import Assignee, End, Gate, Stage, Step
from engine.values import Kind

TRIVIAL, ASK = "Bench_Trivial", "Bench_Ask"
W1, W2 = "Bench_W1", "Bench_W2"
CHAIN = 10


def trivial_flow() -> Definition:
    """Sets its one output."""
    item = AssignmentItem(target="done", operator="assign", value=Literal(Kind.BOOLEAN, "true"))
    return Definition(
        api_name=TRIVIAL,
        label="Trivial work",
        kind=FlowKind.AUTOLAUNCHED,
        start=Start(connector=Connector("Work")),
        elements=(Assignment(name="Work", label="Work", items=(item,)),),
        variables=(Variable(name="done", kind=Kind.BOOLEAN, is_output=True),),
    )


def ask_flow() -> Definition:
    """One screen with one field; what is typed is the output."""
    field = ScreenField(name="answer", kind="input", data=Kind.TEXT, text="Answer", required=True)
    item = AssignmentItem(target="outcome", operator="assign", value=Reference("answer"))
    return Definition(
        api_name=ASK,
        label="Ask",
        kind=FlowKind.SCREEN,
        start=Start(connector=Connector("Question")),
        elements=(
            Screen(name="Question", label="Question", fields=(field,), connector=Connector("Keep")),
            Assignment(name="Keep", label="Keep", items=(item,)),
        ),
        variables=(Variable(name="outcome", kind=Kind.TEXT, is_output=True),),
    )


def w1(*, username: str, asynchronous: bool) -> Definition:
    """Two steps side by side, a person, a decision on what they said, one more step."""
    ask = Step(
        name="Ask_person",
        label="Ask a person",
        kind="interactive",
        action=ASK,
        assignees=(Assignee("user", Literal(Kind.TEXT, username)),),
    )
    yes = Conditions(rows=(Condition("Ask_person.Outputs.outcome", Operator.EQUAL_TO, Literal(Kind.TEXT, "yes")),))
    return Definition(
        api_name=W1,
        label="Bench: three stages",
        kind=FlowKind.ORCHESTRATION,
        start=Start(connector=Connector("Prepare")),
        elements=(
            _stage("Prepare", "Review", _work("Prepare_a", asynchronous), _work("Prepare_b", asynchronous)),
            _stage("Review", "Said_yes", ask),
            Decision(
                name="Said_yes",
                label="Said yes?",
                outcomes=(Outcome(name="Yes", label="Yes", conditions=yes, connector=Connector("Finish")),),
                default=Connector("Done"),
                default_label="No",
            ),
            _stage("Finish", "Done", _work("Finish_a", asynchronous)),
            End(name="Done", label="Done"),
        ),
    )


def w2(*, asynchronous: bool) -> Definition:
    """Ten steps one after another, nobody is asked."""
    steps = [_work("Step_1", asynchronous)]
    for number in range(2, CHAIN + 1):
        before = Condition(f"Step_{number - 1}.Status", Operator.EQUAL_TO, Literal(Kind.TEXT, "Completed"))
        steps.append(_work(f"Step_{number}", asynchronous, Gate(conditions=Conditions(rows=(before,)))))
    return Definition(
        api_name=W2,
        label="Bench: chain",
        kind=FlowKind.ORCHESTRATION,
        start=Start(connector=Connector("Chain")),
        elements=(_stage("Chain", "Done", *steps), End(name="Done", label="Done")),
    )


def install(definition: Definition, by: Any = None) -> FlowVersion:
    """Save it and make it active."""
    return activate(version=save_version(definition=definition, by=by), by=by)


def _stage(name: str, then: str, *steps: Step) -> Stage:
    return Stage(name=name, label=name, steps=steps, connector=Connector(then))


def _work(name: str, asynchronous: bool, entry: Gate | None = None) -> Step:
    return Step(
        name=name,
        label=name.replace("_", " "),
        kind="background",
        action=TRIVIAL,
        asynchronous=asynchronous,
        entry=entry or Gate(),
    )
