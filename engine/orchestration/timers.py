"""Due dates and deadlines of steps: when they are, and what happens when one has come (R30).

A timer's time is part of the step run; the shell keeps a row for each and says TimerFired when it is due.
"""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from engine.document.stages import Deadline, Step
from engine.document.timing import Moment
from engine.errors import EngineError, Fault
from engine.orchestration.commands import Remind, WithdrawWorkItem
from engine.orchestration.draft import Draft
from engine.orchestration.failures import fail_step
from engine.orchestration.state import RunState, StageRun, StepRun, StepStatus
from engine.orchestration.steps import ASKS_A_PERSON, BEGIN
from engine.orchestration.steps.interactive import wanted as wanted_assignee
from engine.times import at_clock, moment, shifted

END_OF_DAY = time(23, 59, 59)


def set_timers(draft: Draft, step: StepRun, wanted: Step) -> None:
    """When the step is due and when each of its deadlines is; one whose date is empty is never. raises Fault"""
    step.due_at, step.timers = "", {}
    if wanted.due is not None:
        step.due_at = _time_of(draft, step, wanted.due, END_OF_DAY)
    times = {deadline.name: _time_of(draft, step, deadline.when, time.min) for deadline in wanted.deadlines}
    step.timers = {name: at for name, at in times.items() if at}
    for name in times.keys() - step.timers.keys():
        draft.note("R30", "deadline_without_date", of=step, deadline=name)


def timers_of(state: RunState) -> dict[str, str]:
    """The times of all timers by their names; only steps in progress have any, so only the last stage does."""
    stage = state.stages[-1] if state.stages else None
    return {
        f"{step.id}:{step.attempt}:{name}": at
        for step in (stage.steps if stage else ())
        for name, at in step.timers.items()
    }


def find_timer(draft: Draft, timer: str) -> tuple[StageRun, StepRun, str] | None:
    """The step that waits for it, ready to be changed, and the deadline's name."""
    step_id, _, rest = timer.partition(":")
    attempt, _, name = rest.partition(":")
    found = draft.find_step(int(step_id)) if step_id.isdecimal() else None
    if found is None or found[1].status != StepStatus.IN_PROGRESS:
        return None
    stage, step = found
    return (stage, step, name) if name in step.timers and str(step.attempt) == attempt else None


def is_due(step: StepRun, name: str, at: str) -> bool:
    return moment(step.timers[name]) <= moment(at)


def fire(draft: Draft, stage: StageRun, step: StepRun, name: str) -> None:
    """Carry out one deadline and forget it. One that the version no longer has is forgotten only."""
    step.timers = {other: at for other, at in step.timers.items() if other != name}
    wanted = draft.index.steps[step.name]
    deadline = next((one for one in wanted.deadlines if one.name == name), None)
    if deadline is None:
        return
    draft.note("R30", "deadline_passed", of=step, deadline=name, then=deadline.then)
    asks = wanted.kind in ASKS_A_PERSON and not step.screens_finished and not step.held
    if deadline.then == "fail":
        message = f"{wanted.label or wanted.name} was not done in time."
        fail_step(draft, stage, step, message=message, code="step_timed_out")
    elif asks:
        _tell(draft, stage, step, wanted, deadline)


def _tell(draft: Draft, stage: StageRun, step: StepRun, wanted: Step, deadline: Deadline) -> None:
    try:
        chosen = wanted_assignee(draft.scope, wanted, deadline.assignee) if deadline.assignee is not None else None
        if deadline.then != "reassign":
            draft.command(Remind(step=step.id, kind=deadline.then, assignee=chosen))  # type: ignore[arg-type]
            return
        if chosen is not None:
            step.given_kind, step.given_name = chosen.kind, chosen.name
        command = BEGIN[wanted.kind](draft.scope, wanted, step)
    except EngineError as error:
        draft.note("R30", "deadline_failed", of=step, message=str(error), deadline=deadline.name)
        return
    draft.command(WithdrawWorkItem(step=step.id, reason="reassigned"))
    draft.command(command)


def _time_of(draft: Draft, step: StepRun, wanted: Moment, clock: time) -> str:
    """In UTC; "" when a value it needs is empty. clock: what a date without a time of day means. raises Fault"""
    base = _base(draft, step, wanted, clock)
    amount = draft.scope.operand(wanted.amount)
    if base is None or (wanted.amount is not None and amount is None):
        return ""
    if amount is None:
        return base.astimezone(UTC).isoformat()
    if not isinstance(amount, Decimal):
        raise Fault(message=f"A deadline of {step.name} is so many {wanted.unit}: {amount}.", code="deadline_value")
    try:
        return shifted(base, amount, wanted.unit, draft.scope.zone).isoformat()
    except ValueError as error:
        raise Fault(message=f"A deadline of {step.name}: {error}", code="deadline_value") from error


def _base(draft: Draft, step: StepRun, wanted: Moment, clock: time) -> datetime | None:
    if wanted.of == "start":
        return draft.scope.at
    if wanted.of == "due":
        return moment(step.due_at) if step.due_at else None
    value = draft.scope.operand(wanted.value)
    match value:
        case None:
            return None
        case datetime():
            return value
        case date():
            return at_clock(value, clock, draft.scope.zone)
    raise Fault(message=f"A deadline of {step.name} is at {value}, which is no date.", code="deadline_value")


__all__ = ["find_timer", "fire", "is_due", "set_timers", "timers_of"]
