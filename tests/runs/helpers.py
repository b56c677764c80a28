"""Small definitions that tests of runs build: one stage, steps as wanted."""

from typing import Any

from engine.document import Definition, FlowKind
from engine.document.conditions import Condition, Conditions, Operator
from engine.document.definition import Start
from engine.document.elements import Connector
from engine.document.flow_elements import CreateRecords, UpdateRecords
from engine.document.operands import Literal, Named
from engine.document.resources import Variable
from engine.document.stages import Assignee, End, Stage, Step
from engine.values import Kind
from runs.models import Run, StepRun


def text(value: str) -> Literal:
    return Literal(Kind.TEXT, value)


def where(left: str, right: Any, operator: Operator = Operator.EQUAL_TO) -> Conditions:
    return Conditions(rows=(Condition(left, operator, right),))


def writing_flow(api_name: str = "Write", name: str = "Written", *, then_fault: bool = False) -> Definition:
    """Creates an Account called `name`; with `then_fault` it then fails on a record that is not there."""
    elements: list[Any] = [
        CreateRecords(
            name="Make",
            label="Make",
            object="Account",
            values=(Named("Name", text(name)),),
            id_to="made",
            connector=Connector("Break") if then_fault else None,
        )
    ]
    if then_fault:
        elements.append(
            UpdateRecords(
                name="Break",
                label="Break",
                object="Account",
                filters=where("Name", text(name)),
                values=(Named("Name", None),),
            )
        )
    return Definition(
        api_name=api_name,
        label=api_name,
        kind=FlowKind.AUTOLAUNCHED,
        start=Start(connector=Connector("Make")),
        elements=tuple(elements),
        variables=(Variable(name="made", kind=Kind.TEXT, is_output=True),),
    )


def background(name: str, flow: str = "Write", **values: Any) -> Step:
    return Step(name=name, label=name, kind="background", action=flow, **values)


def asking(name: str, username: str = "alice", flow: str = "Bench_Ask", **values: Any) -> Step:
    assignees = (Assignee("user", text(username)),)
    return Step(name=name, label=name, kind="interactive", action=flow, assignees=assignees, **values)


def orchestration(
    *steps: Step,
    api_name: str = "Small",
    start: Start | None = None,
    variables: tuple[Variable, ...] = (),
    **stage: Any,
) -> Definition:
    """One stage with these steps."""
    begin = start or Start()
    return Definition(
        api_name=api_name,
        label=api_name,
        kind=FlowKind.ORCHESTRATION,
        start=Start(
            connector=Connector("Only"),
            trigger=begin.trigger,
            object=begin.object,
            on=begin.on,
            filters=begin.filters,
            only_when_changed=begin.only_when_changed,
        ),
        elements=(
            Stage(name="Only", label="Only", steps=steps, connector=Connector("Done"), **stage),
            End(name="Done", label="Done"),
        ),
        variables=variables,
    )


def status_of(run: Run) -> str:
    run.refresh_from_db()
    return run.status


def steps_of(run: Run) -> dict[str, str]:
    return dict(StepRun.objects.filter(run=run).order_by("id").values_list("api_name", "status"))


RECORD_ID = Variable(name="recordId", kind=Kind.TEXT, is_input=True)
