"""Retry: every error is repairable (R14)."""

from engine.document.elements import Connector
from engine.errors import EventRejected
from engine.orchestration import transitions as move
from engine.orchestration.draft import Draft
from engine.orchestration.events import RetryAsked
from engine.orchestration.path import follow
from engine.orchestration.rules import complete_step, start_step
from engine.orchestration.state import RunStatus, StageRun, StageStatus, StepRun, StepStatus


def retry(draft: Draft, event: RetryAsked) -> None:
    """Starts the failed step again, and the siblings that its error discontinued; completed steps never run again."""
    if draft.state.status != RunStatus.ERROR:
        raise EventRejected(event="RetryAsked", status=draft.state.status)
    stage = _failed_stage(draft)
    element = draft.state.fault_element
    if stage is not None and event.step and not _is_failed(stage, event.step):
        raise EventRejected(event="RetryAsked", status="without such a failed step")
    move.run_goes_on(draft.state)
    draft.state.entered.clear()
    draft.note("R14", "run_retried", by=event.by, reason=event.reason, assignee=_given(event))
    if stage is None:
        follow(draft, Connector(target=element) if element else draft.defn.start.connector)
        return
    move.stage_goes_on(stage)
    for step in stage.steps:
        if stage.status != StageStatus.IN_PROGRESS:
            return
        if step.status == StepStatus.ERROR:
            _take_assignee(step, event)
            start_step(draft, stage, step, again=True)
        elif step.status == StepStatus.DISCONTINUED:
            _go_on(draft, stage, step)


def _failed_stage(draft: Draft) -> StageRun | None:
    """The stage in which the run stopped; None when it stopped between stages."""
    last = draft.state.stages[-1] if draft.state.stages else None
    if last is None or last.status != StageStatus.ERROR or last.took_fault_path:
        return None
    return draft.change_stage(last)


def _is_failed(stage: StageRun, step_id: int) -> bool:
    return any(step.id == step_id and step.status == StepStatus.ERROR for step in stage.steps)


def _go_on(draft: Draft, stage: StageRun, step: StepRun) -> None:
    """A sibling that the error discontinued: outputs that came meanwhile complete it, else it starts again."""
    if step.late:
        step.late = False
        complete_step(draft, step, rule="R14")
    else:
        start_step(draft, stage, step, again=True)


def _take_assignee(step: StepRun, event: RetryAsked) -> None:
    if event.assignee is not None:
        step.given_kind, step.given_name = event.assignee.kind, event.assignee.name


def _given(event: RetryAsked) -> str:
    return f"{event.assignee.kind} {event.assignee.name}" if event.assignee else ""
