"""Skip: go on without a step, or without the rest of a stage (R24)."""

from engine.errors import EventRejected
from engine.orchestration import transitions as move
from engine.orchestration.draft import Draft
from engine.orchestration.events import SkipAsked
from engine.orchestration.failures import end_running_steps, withdraw_items
from engine.orchestration.path import follow
from engine.orchestration.retry import go_on, stage_to_repair, take_up_siblings
from engine.orchestration.state import RunStatus, StageRun, StageStatus, StepRun, StepStatus


def skip(draft: Draft, event: SkipAsked) -> None:
    status = draft.state.status
    if status not in (RunStatus.IN_PROGRESS, RunStatus.ERROR):
        raise EventRejected(event="SkipAsked", status=status)
    stage = stage_to_repair(draft)
    if stage is None:
        raise EventRejected(event="SkipAsked", status="without an open stage")
    if event.stage:
        _skip_stage(draft, stage, event)
    else:
        _skip_step(draft, stage, event)


def _skip_step(draft: Draft, stage: StageRun, event: SkipAsked) -> None:
    """The step is Completed, with the outputs that were given or none. A failed one lets its siblings go on."""
    failed = draft.state.status == RunStatus.ERROR
    wanted = (StepStatus.ERROR,) if failed else (StepStatus.NOT_STARTED, StepStatus.IN_PROGRESS)
    step = next((step for step in stage.steps if step.id == event.step), None)
    if step is None or step.status not in wanted:
        raise EventRejected(event="SkipAsked", status="without such a step to skip")
    go_on(draft, stage)
    draft.note("R24", "step_skipped", of=step, by=event.by, reason=event.reason)
    if step.status == StepStatus.IN_PROGRESS:
        withdraw_items(draft, step, "step_skipped")
    _complete(draft, step, event)
    if failed:
        take_up_siblings(draft, stage)


def _complete(draft: Draft, step: StepRun, event: SkipAsked) -> None:
    move.step_is_skipped(step, draft.at)
    step.outputs = {**step.outputs, **event.outputs}


def _skip_stage(draft: Draft, stage: StageRun, event: SkipAsked) -> None:
    """The stage is Completed whatever its exit says; what runs is Discontinued, the connector is followed."""
    if stage.id != event.stage:
        raise EventRejected(event="SkipAsked", status="without such an open stage")
    go_on(draft, stage)
    draft.note("R24", "stage_skipped", of=stage, by=event.by, reason=event.reason)
    end_running_steps(draft, stage, StepStatus.DISCONTINUED, "stage_skipped")
    move.stage_ends(stage, StageStatus.COMPLETED, draft.at)
    stage.skipped = True
    follow(draft, draft.index.stages[stage.name].connector)
