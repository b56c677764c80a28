"""Retry: every error is repairable (R14). The failed step, a chosen step, a stage, or all from the start."""

from engine.document.elements import Connector
from engine.errors import EventRejected
from engine.orchestration import transitions as move
from engine.orchestration.draft import Draft
from engine.orchestration.events import RetryAsked
from engine.orchestration.failures import end_running_steps, withdraw_items
from engine.orchestration.path import follow
from engine.orchestration.rules import complete_step, start_step
from engine.orchestration.state import RunStatus, StageRun, StageStatus, StepRun, StepStatus


def retry(draft: Draft, event: RetryAsked) -> None:
    failed = draft.state.status == RunStatus.ERROR
    if not failed and (draft.state.status != RunStatus.IN_PROGRESS or not _is_chosen(event)):
        raise EventRejected(event="RetryAsked", status=draft.state.status)
    if event.start:
        _from_start(draft, event)
    elif event.stage:
        _from_stage(draft, event)
    elif event.step and (stage := stage_to_repair(draft)) is not None:
        _from_step(draft, event, stage)
    else:
        _what_failed(draft, event)


def stage_to_repair(draft: Draft) -> StageRun | None:
    """The stage in progress, or the one in which the run stopped; None when it stopped between stages."""
    if draft.state.status != RunStatus.ERROR:
        return draft.current_stage()
    last = draft.state.stages[-1] if draft.state.stages else None
    if last is None or last.status != StageStatus.ERROR or last.took_fault_path:
        return None
    return draft.change_stage(last)


def go_on(draft: Draft, stage: StageRun | None) -> None:
    """After an error the run and its stage are In Progress again."""
    draft.state.entered.clear()
    if draft.state.status == RunStatus.ERROR:
        move.run_goes_on(draft.state)
    if stage is not None and stage.status == StageStatus.ERROR:
        move.stage_goes_on(stage)


def take_up_siblings(draft: Draft, stage: StageRun) -> None:
    """What the error discontinued: outputs that came meanwhile complete it, else it starts again."""
    for step in stage.steps:
        if stage.status != StageStatus.IN_PROGRESS:
            return
        if step.status == StepStatus.DISCONTINUED:
            _take_up(draft, stage, step)


def _is_chosen(event: RetryAsked) -> bool:
    return event.start or bool(event.stage) or bool(event.step)


def _what_failed(draft: Draft, event: RetryAsked) -> None:
    """The failed step; after an error between stages the element that failed. Completed steps do not run again."""
    stage, element = stage_to_repair(draft), draft.state.fault_element
    go_on(draft, stage)
    _note(draft, event, "failed")
    if stage is None:
        follow(draft, Connector(target=element) if element else draft.defn.start.connector)
        return
    failed = next((step for step in stage.steps if step.status == StepStatus.ERROR), None)
    _run_again(draft, stage, failed, event)


def _from_step(draft: Draft, event: RetryAsked, stage: StageRun) -> None:
    """A chosen step of the stage; one that failed beside it waits for its entry again."""
    chosen = next((step for step in stage.steps if step.id == event.step), None)
    if chosen is None:
        raise EventRejected(event="RetryAsked", status="without such a step in its open stage")
    go_on(draft, stage)
    _note(draft, event, "step", of=chosen)
    if chosen.status == StepStatus.IN_PROGRESS:
        move.step_ends(chosen, StepStatus.DISCONTINUED, draft.at)
        draft.note("R14", "step_discontinued", of=chosen)
        withdraw_items(draft, chosen, "run_retried")
    _run_again(draft, stage, chosen, event)


def _run_again(draft: Draft, stage: StageRun, chosen: StepRun | None, event: RetryAsked) -> None:
    """What failed beside it is put back first; then the chosen step and what the error stopped start, in list order."""
    for step in stage.steps:
        if step.status == StepStatus.ERROR and step is not chosen:
            move.step_waits_again(step)
            draft.note("R14", "step_waits_again", of=step)
    for step in stage.steps:
        if stage.status != StageStatus.IN_PROGRESS:
            return
        if step is chosen:
            _take_corrections(step, event)
            start_step(draft, stage, step, again=True)
        elif step.status == StepStatus.DISCONTINUED:
            _take_up(draft, stage, step)


def _from_stage(draft: Draft, event: RetryAsked) -> None:
    """A new visit of a stage the run has been in."""
    known = event.stage in draft.index.stages and any(stage.name == event.stage for stage in draft.state.stages)
    if not known:
        raise EventRejected(event="RetryAsked", status="without a visit of such a stage")
    _leave(draft, event, "stage", event.stage)
    follow(draft, Connector(target=event.stage))


def _from_start(draft: Draft, event: RetryAsked) -> None:
    """The path begins again; what was decided is forgotten, what happened is not."""
    _leave(draft, event, "start", "")
    draft.state.outcomes.clear()
    draft.state.visited.clear()
    draft.state.fault_message = ""
    follow(draft, draft.defn.start.connector)


def _leave(draft: Draft, event: RetryAsked, origin: str, stage: str) -> None:
    """Ends what is in progress, so that the path can go on elsewhere."""
    go_on(draft, None)
    known = draft.index.stages.get(stage)
    _note(draft, event, origin, subject=stage, label=(known.label or known.name) if known else "")
    draft.state.inputs = {**draft.state.inputs, **event.inputs}
    if (current := draft.current_stage()) is not None:
        end_running_steps(draft, current, StepStatus.DISCONTINUED, "run_retried")
        move.stage_ends(current, StageStatus.DISCONTINUED, draft.at)
        draft.note("R14", "stage_discontinued", of=current)


def _take_up(draft: Draft, stage: StageRun, step: StepRun) -> None:
    if step.late:
        step.late = False
        complete_step(draft, step, rule="R14")
    else:
        start_step(draft, stage, step, again=True)


def _take_corrections(step: StepRun, event: RetryAsked) -> None:
    """Outputs of the attempt before are forgotten: nobody shall go on with them while the step runs."""
    step.outputs = {}
    step.given_inputs = {**step.given_inputs, **event.inputs}
    if event.assignee is not None:
        step.given_kind, step.given_name = event.assignee.kind, event.assignee.name


def _note(
    draft: Draft, event: RetryAsked, origin: str, *, of: StepRun | None = None, subject: str = "", label: str = ""
) -> None:
    """origin: "failed", "step", "stage" or "start"."""
    given = f"{event.assignee.kind} {event.assignee.name}" if event.assignee else ""
    draft.note(
        "R14",
        "run_retried",
        of=of,
        subject=subject,
        label=label,
        by=event.by,
        reason=event.reason,
        origin="" if origin == "failed" else origin,
        assignee=given,
        inputs=", ".join(sorted(event.inputs)),
    )
