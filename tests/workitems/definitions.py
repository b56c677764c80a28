"""Definitions of these tests: an approval with its own screen, a questionnaire of two screens, one after the other."""

from typing import Any

from builder.models import FlowVersion
from builder.services import activate, save_version
from engine.document import Definition, FlowKind
from engine.document.definition import Start
from engine.document.elements import Connector
from engine.document.flow_elements import Screen, ScreenField
from engine.document.operands import Literal, Reference
from engine.document.resources import Choice, Variable
from engine.document.stages import Assignee, End, Stage, Step
from engine.values import Kind

NAME, SCREENS, FOLLOW_UP = "Ask_office", "Two_screens", "Follow_up"


def install(definition: Definition) -> FlowVersion:
    return activate(version=save_version(definition=definition, by=None), by=None)


def install_screens() -> None:
    install(two_screens())


def two_screens() -> Definition:
    """First amount and decision, then a note; the decision and the note are outputs."""
    first = Screen(
        name="First",
        label="Look at it",
        fields=(
            ScreenField(name="intro", kind="display_text", text='<p style="color:red">Please <b>look</b>.</p>'),
            ScreenField(name="amount", kind="input", data=Kind.NUMBER, text="Amount", required=True),
            ScreenField(
                name="choice",
                kind="radio",
                data=Kind.TEXT,
                text="Decision",
                required=True,
                choices=("Yes", "No"),
            ),
        ),
        connector=Connector("Second"),
    )
    second = Screen(
        name="Second",
        label="Add a note",
        fields=(ScreenField(name="note", kind="long_text", text="Note"),),
    )
    return Definition(
        api_name=SCREENS,
        label="Two screens",
        kind=FlowKind.SCREEN,
        start=Start(connector=Connector("First")),
        elements=(first, second),
        choices=tuple(
            Choice(name=name, label=value, kind=Kind.TEXT, value=Literal(Kind.TEXT, value))
            for name, value in (("Yes", "Approve"), ("No", "Reject"))
        ),
        variables=(
            Variable(name="approvalDecision", kind=Kind.TEXT, is_output=True, default=Reference("choice")),
            Variable(name="approvalComments", kind=Kind.TEXT, is_output=True, default=Reference("note")),
        ),
    )


def orchestration(assignees: tuple[tuple[str, str], ...], *, kind: str = "approval", then: str = "") -> Definition:
    """One stage with one asked step; `then` names a user who is asked next, in a second stage."""
    asked = Step(
        name="Review",
        label="Review it",
        kind=kind,
        action=SCREENS,
        assignees=tuple(Assignee(way, Literal(Kind.TEXT, name)) for way, name in assignees),
    )
    stages: list[Any] = [Stage(name="Check", label="Check", steps=(asked,), connector=Connector("Done"))]
    if then:
        follow = Step(
            name="Follow",
            label="Follow up",
            kind="interactive",
            action=SCREENS,
            assignees=(Assignee("user", Literal(Kind.TEXT, then)),),
        )
        stages[0] = Stage(name="Check", label="Check", steps=(asked,), connector=Connector("After"))
        stages.append(Stage(name="After", label="After", steps=(follow,), connector=Connector("Done")))
    return Definition(
        api_name=NAME,
        label="Ask the office",
        kind=FlowKind.ORCHESTRATION,
        start=Start(connector=Connector("Check")),
        elements=(*stages, End(name="Done", label="Done")),
    )
