"""What each event does before the run settles: one function per event type, one registry."""

from collections.abc import Callable
from typing import Any

from engine.errors import EventRejected
from engine.orchestration import events
from engine.orchestration import transitions as move
from engine.orchestration.draft import Draft
from engine.orchestration.failures import end_running_steps, fail_step
from engine.orchestration.moving.moved import run_moved
from engine.orchestration.path import follow
from engine.orchestration.retry import retry
from engine.orchestration.rules import complete_step
from engine.orchestration.skip import skip
from engine.orchestration.state import RunStatus, StageRun, StageStatus, StepRun, StepStatus
from engine.orchestration.steps import ASKS_A_PERSON
from engine.orchestration.timers import find_timer, fire, is_due
from engine.times import moment
from engine.values import Json


def run_started(draft: Draft, event: events.RunStarted) -> None:
    """R1: the path begins at the element after the start."""
    draft.note("R1", "run_started", because=event.because, by=event.by, record=event.record)
    follow(draft, draft.defn.start.way(event.path))


def step_finished(draft: Draft, event: events.StepFinished) -> None:
    """R4, R7: outputs are kept; the step is Completed unless exit requirements decide or the run is not running."""
    stage, step = _step(draft, event.step, event)
    _take_outputs(draft, stage, step, event.outputs, event)


def step_failed(draft: Draft, event: events.StepFailed) -> None:
    stage, step = _step(draft, event.step, event)
    if step.status == StepStatus.DISCONTINUED:
        draft.note("R17", "late_failure", of=step, message=event.message)
        return
    if step.status != StepStatus.IN_PROGRESS or step.held:
        raise EventRejected(event="StepFailed", status=_how_it_is(step))
    if draft.state.status == RunStatus.SUSPENDED:
        step.held, step.fault, step.fault_code = True, event.message, event.code
        draft.note("R16", "result_held", of=step)
        return
    fail_step(draft, stage, step, message=event.message, code=event.code)


def condition_answered(draft: Draft, event: events.ConditionAnswered) -> None:
    """R22: an evaluation flow said yes or no; the gate reads the answer when the run settles."""
    key = f"{event.role}:{event.subject}"
    if draft.state.answers.get(key) == "asked":
        draft.state.answers[key] = "met" if event.met else "unmet"
        found = draft.find_step(event.subject)
        run: Any = found[1] if found else next((s for s in draft.state.stages if s.id == event.subject), None)
        draft.note("R22", "evaluation_answered", of=run, role=event.role, met=event.met)


def record_changed(draft: Draft, event: events.RecordChanged) -> None:
    """R21: settling judges the open requirements again."""
    draft.state.entered.clear()


def published(draft: Draft, event: events.Published) -> None:
    """R21: judge again; with a step and a status that step is completed or failed as well."""
    draft.state.entered.clear()
    if not event.step or not event.status:
        draft.note("R21", "event_published", by=event.by)
    elif event.status == "error":
        message = "An orchestration event reported an error."
        step_failed(
            draft,
            events.StepFailed(at=event.at, by=event.by, step=event.step, message=message, code="event_reported_error"),
        )
    else:
        stage, step = _step(draft, event.step, event)
        _take_outputs(draft, stage, step, event.outputs, event)


def cancel_asked(draft: Draft, event: events.CancelAsked) -> None:
    """R15: running steps are Canceled, work items Withdrawn, nothing is rolled back."""
    last = draft.state.stages[-1] if draft.state.stages else None
    if last is not None and last.status in (StageStatus.IN_PROGRESS, StageStatus.SUSPENDED):
        stage = draft.change_stage(last)
        end_running_steps(draft, stage, StepStatus.CANCELED, "run_canceled")
        move.stage_ends(stage, StageStatus.CANCELED, event.at)
    move.run_is_canceled(draft.state)
    draft.note("R15", "run_canceled", by=event.by, reason=event.reason)


def suspend_asked(draft: Draft, event: events.SuspendAsked) -> None:
    """R16: running steps go on, their results are held, nothing new starts."""
    if draft.state.status != RunStatus.IN_PROGRESS:
        raise EventRejected(event="SuspendAsked", status=draft.state.status)
    if (stage := draft.current_stage()) is not None:
        move.stage_is_suspended(stage)
    move.run_is_suspended(draft.state)
    draft.note("R16", "run_suspended", by=event.by, reason=event.reason)


def resume_asked(draft: Draft, event: events.ResumeAsked) -> None:
    """R16: what was held is taken in the order of the steps, then the run settles."""
    if draft.state.status != RunStatus.SUSPENDED:
        raise EventRejected(event="ResumeAsked", status=draft.state.status)
    move.run_goes_on(draft.state)
    draft.state.entered.clear()
    draft.note("R16", "run_resumed", by=event.by, reason=event.reason)
    if not draft.state.stages or draft.state.stages[-1].status != StageStatus.SUSPENDED:
        return
    stage = draft.change_stage(draft.state.stages[-1])
    move.stage_goes_on(stage)
    for step in stage.steps:
        if not step.held:
            continue
        step.held = False
        if step.fault:
            fail_step(draft, stage, step, message=step.fault, code=step.fault_code)
        else:
            _finish(draft, step)
    _fire_overdue(draft, stage)


def _fire_overdue(draft: Draft, stage: StageRun) -> None:
    """R30: deadlines that came while the run was suspended, in the order of the steps and of their times."""
    for step in stage.steps:
        for name in sorted(step.timers, key=lambda name: (step.timers[name], name)):
            if stage.status == StageStatus.IN_PROGRESS and name in step.timers and is_due(step, name, draft.at):
                fire(draft, stage, step, name)


def timer_fired(draft: Draft, event: events.TimerFired) -> None:
    """R30: the deadline is carried out, once; while the run is suspended it waits for the run to be resumed."""
    found = find_timer(draft, event.timer)
    if found is None:
        return
    stage, step, name = found
    if moment(step.timers[name]) > moment(step.started_at):
        draft.state.entered.clear()  # R18: time has passed; a deadline that was due at the start is no wait
    if not is_due(step, name, event.at):
        raise EventRejected(event="TimerFired", status="not due yet")
    if draft.state.status == RunStatus.SUSPENDED:
        draft.note("R30", "deadline_held", of=step, deadline=name)
        return
    fire(draft, stage, step, name)


def nothing_more(draft: Draft, event: events.Event) -> None:
    """Settling does the rest."""


HANDLERS: dict[type, Callable[[Draft, Any], None]] = {
    events.RunStarted: run_started,
    events.StepFinished: step_finished,
    events.StepFailed: step_failed,
    events.ConditionAnswered: condition_answered,
    events.RecordChanged: record_changed,
    events.Published: published,
    events.TimerFired: timer_fired,
    events.CancelAsked: cancel_asked,
    events.SuspendAsked: suspend_asked,
    events.ResumeAsked: resume_asked,
    events.RetryAsked: retry,
    events.SkipAsked: skip,
    events.ContinueAsked: nothing_more,
    events.RunMoved: run_moved,
}


def _step(draft: Draft, step_id: int, event: events.Event) -> tuple[StageRun, StepRun]:
    found = draft.find_step(step_id)
    if found is None:
        raise EventRejected(event=type(event).__name__, status="without such a step")
    return found


def _take_outputs(draft: Draft, stage: StageRun, step: StepRun, outputs: dict[str, Json], event: events.Event) -> None:
    if step.status == StepStatus.DISCONTINUED:
        step.outputs, step.late = outputs, True
        draft.note("R17", "late_outputs", of=step)
        return
    if step.status != StepStatus.IN_PROGRESS or step.held or step.screens_finished:  # the first result wins (R20)
        raise EventRejected(event=type(event).__name__, status=_how_it_is(step))
    step.outputs = {**step.outputs, **outputs}
    if draft.index.steps[step.name].kind in ASKS_A_PERSON:
        step.screens_finished = True
        draft.state.last_person = event.by
    if draft.state.status == RunStatus.SUSPENDED:
        step.held = True
        draft.note("R16", "result_held", of=step)
        return
    _finish(draft, step)


def _how_it_is(step: StepRun) -> str:
    return "finished already" if step.held or step.screens_finished else step.status


def _finish(draft: Draft, step: StepRun) -> None:
    """A called flow is done: completes the step unless exit requirements decide (R4)."""
    wanted = draft.index.steps[step.name]
    if wanted.kind in ASKS_A_PERSON:
        draft.state.entered.clear()
        if not wanted.exit.is_default:
            draft.note("R4", "screens_finished", of=step, by=draft.event.by)
            return
    complete_step(draft, step, rule="R4" if wanted.kind in ASKS_A_PERSON else "R7")
