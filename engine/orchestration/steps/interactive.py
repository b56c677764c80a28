"""Interactive steps: a person finishes a screen flow (R20)."""

from typing import cast

from engine.document.operands import Literal
from engine.document.stages import Assignee, AssigneeKind, Step
from engine.errors import Fault
from engine.formula import merge
from engine.orchestration.commands import Command, OpenWorkItem, WantedAssignee
from engine.orchestration.inputs import filled, refuse_too_long, text_of
from engine.orchestration.scope import RunScope
from engine.orchestration.state import StepRun

SUBJECT, BODY = "ActionInput__CustomEmailSubject", "ActionInput__CustomEmailBody"


def begin(scope: RunScope, step: Step, run: StepRun) -> Command:
    return open_work_item(scope, step, run, kind="interactive")


def open_work_item(scope: RunScope, step: Step, run: StepRun, *, kind: str) -> OpenWorkItem:
    """raises Fault when an assignee resolves to nothing, or the inputs are too long"""
    inputs = filled(scope, step.inputs, run.given_inputs)
    refuse_too_long(inputs, step.name)
    settings = {named.name: named.value for named in step.settings}
    return OpenWorkItem(
        step=run.id,
        name=step.name,
        label=step.label or step.name,
        kind="approval" if kind == "approval" else "interactive",
        flow=step.action,
        assignees=_given(run) or tuple(wanted(scope, step, assignee) for assignee in step.assignees),
        inputs=inputs,
        record=text_of(scope.operand(step.record)),
        description=merge(step.description, scope),
        subject=text_of(scope.operand(settings.get(SUBJECT))),
        body=text_of(scope.operand(settings.get(BODY))),
        due_at=run.due_at,
    )


def _given(run: StepRun) -> tuple[WantedAssignee, ...]:
    """The assignee somebody chose when retrying, or a deadline named, instead of the definition's."""
    if run.given_kind in ("user", "group", "queue", "resource"):
        return (WantedAssignee(cast(AssigneeKind, run.given_kind), run.given_name),)
    return ()


def wanted(scope: RunScope, step: Step, assignee: Assignee) -> WantedAssignee:
    """raises Fault when it resolves to nothing"""
    name = text_of(scope.operand(assignee.value)).strip()
    if not name:
        source = "" if assignee.value is None or isinstance(assignee.value, Literal) else f" ({_source(assignee)})"
        raise Fault(
            message=f"The assignee of {step.label or step.name} is empty{source}. Choose an assignee and retry.",
            element=step.name,
            code="assignee_empty",
        )
    return WantedAssignee(assignee.kind, name)


def _source(assignee: Assignee) -> str:
    return getattr(assignee.value, "path", "") or getattr(assignee.value, "text", "")
