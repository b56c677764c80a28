"""What a move does to a run: it becomes what was planned, work that does not go along ends, then it settles."""

from engine.errors import EngineError
from engine.orchestration.commands import ReopenWorkItem, WithdrawWorkItem
from engine.orchestration.draft import Draft
from engine.orchestration.events import RunMoved
from engine.orchestration.failures import fail_step
from engine.orchestration.state import RunStatus, StepRun
from engine.orchestration.steps import ASKS_A_PERSON, BEGIN


def run_moved(draft: Draft, event: RunMoved) -> None:
    """R40, R41."""
    draft.become(event.state)
    rule, what, why = ("R41", "run_moved_back", "move_undone") if event.back else ("R40", "run_moved", "run_moved")
    draft.note(rule, what, by=event.by, reason=event.reason, number=event.number, from_number=event.from_number)
    for gone in event.stopped:
        draft.note(rule, "step_stopped", subject=gone.name, label=gone.label or gone.name, why=why)
        if gone.asks:
            draft.command(WithdrawWorkItem(step=gone.id, reason=why))
    for step_id in event.again:
        found = draft.find_step(step_id)
        if found is not None and draft.state.status in (RunStatus.IN_PROGRESS, RunStatus.SUSPENDED):
            _go_on(draft, found[1], rule)


def _go_on(draft: Draft, step: StepRun, rule: str) -> None:
    """A step that the move had stopped: its people are asked again, its flow is called again."""
    wanted = draft.index.steps[step.name]
    draft.note(rule, "step_goes_on", of=step)
    if wanted.kind in ASKS_A_PERSON:
        if not step.screens_finished:
            draft.command(ReopenWorkItem(step=step.id))
        return
    try:
        draft.command(BEGIN[wanted.kind](draft.scope, wanted, step))
    except EngineError as error:
        stage = draft.current_stage()
        if stage is not None:
            fail_step(draft, stage, step, message=str(error), code=getattr(error, "fault_code", error.code))
