"""Taking a move back (R41): the run is again what it was, unless something happened since that stays done."""

import msgspec

from engine.document import Definition
from engine.document.index import index_of
from engine.orchestration.events import Stopped
from engine.orchestration.state import ENDED, RunState, StepRun, StepStatus
from engine.orchestration.steps import ASKS_A_PERSON


class BackPlan(msgspec.Struct, frozen=True, omit_defaults=True):
    """why_not: why it cannot be taken back, "" when it can.

    state:    what the run was before the move; its counter goes on, because ids are never given twice
    stopped:  steps the move started, which end now; again: steps the move stopped, which go on
    """

    why_not: str = ""
    state: RunState | None = None
    stopped: tuple[Stopped, ...] = ()
    again: tuple[int, ...] = ()


def plan_back(moved: Definition, now: RunState, before: RunState) -> BackPlan:
    """moved: the version the run is in now; before: its state when it was moved."""
    if now.status in ENDED:
        return BackPlan(why_not=f"The run is {now.status.value}; an ended run stays as it was.")
    index = index_of(moved)
    was, steps = _steps(before), _steps(now)
    left = []
    for step in steps.values():
        wanted = index.steps.get(step.name)
        label = (wanted.label if wanted else "") or step.name
        asks = wanted is not None and wanted.kind in ASKS_A_PERSON
        if not asks and _has_run(step, was.get(step.id)):
            return BackPlan(why_not=f"“{label}” has run since the move, and what it did cannot be taken back.")
        began = step.status == StepStatus.IN_PROGRESS and not _in_progress(was.get(step.id))
        if began:
            left.append(Stopped(step.id, step.name, label, asks))
    again = [step.id for step in was.values() if _in_progress(step) and not _in_progress(steps.get(step.id))]
    state = msgspec.structs.replace(before, counter=max(before.counter, now.counter))
    return BackPlan(state=state, stopped=tuple(left), again=tuple(again))


def _steps(state: RunState) -> dict[int, StepRun]:
    return {step.id: step for stage in state.stages for step in stage.steps}


def _in_progress(step: StepRun | None) -> bool:
    return step is not None and step.status == StepStatus.IN_PROGRESS


def _has_run(step: StepRun, before: StepRun | None) -> bool:
    """A flow has run for it since: it ended, and had not ended so before."""
    if step.status not in (StepStatus.COMPLETED, StepStatus.ERROR):
        return False
    return before is None or (before.status, before.attempt) != (step.status, step.attempt)
