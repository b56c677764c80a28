"""The settling rules, applied in this order until none changes anything (R3).

(a) interactive steps whose exit holds are Completed; (b) the stage exit;
(c) steps whose entry holds start, in list order.
"""

from collections.abc import Callable

from engine.errors import EngineError
from engine.formula import Verdict
from engine.orchestration import transitions as move
from engine.orchestration.draft import Draft
from engine.orchestration.failures import end_running_steps, fail_stage, fail_step, withdraw_items
from engine.orchestration.gates import GateFault, judge_gate
from engine.orchestration.path import follow
from engine.orchestration.state import RunStatus, StageRun, StageStatus, StepRun, StepStatus
from engine.orchestration.steps import ASKS_A_PERSON, BEGIN
from engine.orchestration.timers import set_timers


def settle(draft: Draft) -> None:
    while draft.state.status == RunStatus.IN_PROGRESS and any(rule(draft) for rule in RULES):
        pass


def complete_interactive_steps(draft: Draft) -> bool:
    """R4: a step with exit requirements is done when they are met, whether or not its screens are finished."""
    stage = draft.current_stage()
    for step in stage.steps if stage else ():
        wanted = draft.index.steps[step.name]
        if step.status != StepStatus.IN_PROGRESS or wanted.kind not in ASKS_A_PERSON or wanted.exit.is_default:
            continue
        try:
            gate = judge_gate(draft, wanted.exit, subject=step.id, role="exit")
        except GateFault as fault:
            assert stage is not None
            fail_step(draft, stage, step, message=str(fault), code=fault.code)
            return True
        if gate.holds:
            complete_step(draft, step, rule="R4", because=gate.because)
            return True
    return False


def exit_stage(draft: Draft) -> bool:
    """R5: the stage is Completed when its exit holds; what still runs is Discontinued, the connector is followed."""
    stage = draft.current_stage()
    if stage is None:
        return False
    wanted = draft.index.stages[stage.name]
    try:
        gate = judge_gate(draft, wanted.exit, subject=stage.id, role="exit")
    except GateFault as fault:
        fail_stage(draft, stage, message=str(fault), code=fault.code, element=stage.name)
        return True
    if not gate.holds or (wanted.exit.is_default and not _all_completed(stage)):
        return False
    end_running_steps(draft, stage, StepStatus.DISCONTINUED, "stage_ended")
    move.stage_ends(stage, StageStatus.COMPLETED, draft.at)
    draft.note("R5", "stage_completed", of=stage, because=gate.because)
    follow(draft, wanted.connector)
    return True


def start_steps(draft: Draft) -> bool:
    """R6: a step starts when its entry holds; one without a condition starts with its stage."""
    stage = draft.current_stage()
    if stage is None:
        return False
    changed = False
    for step in stage.steps:
        if step.status != StepStatus.NOT_STARTED:
            continue
        try:
            gate = judge_gate(draft, draft.index.steps[step.name].entry, subject=step.id, role="entry")
        except GateFault as fault:
            move.step_starts(step, draft.at)
            draft.note("R6", "step_started", of=step)
            fail_step(draft, stage, step, message=str(fault), code=fault.code)
            return True
        if gate.holds:
            changed = True
            start_step(draft, stage, step, because=gate.because)
            if stage.status != StageStatus.IN_PROGRESS:
                break
    return changed


RULES: tuple[Callable[[Draft], bool], ...] = (complete_interactive_steps, exit_stage, start_steps)


def start_step(
    draft: Draft, stage: StageRun, step: StepRun, *, because: Verdict | None = None, again: bool = False
) -> None:
    """Starts the step; what cannot be set up (an empty assignee, a formula that faults) fails it."""
    (move.step_starts_again if again else move.step_starts)(step, draft.at)
    draft.note("R14" if again else "R6", "step_started", of=step, because=because)
    wanted = draft.index.steps[step.name]
    try:
        set_timers(draft, step, wanted)
        command = BEGIN[wanted.kind](draft.scope, wanted, step)
    except EngineError as error:
        code = getattr(error, "fault_code", error.code)
        fail_step(draft, stage, step, message=str(error), code=code)
        return
    draft.command(command)


def complete_step(draft: Draft, step: StepRun, *, rule: str, because: Verdict | None = None) -> None:
    move.step_ends(step, StepStatus.COMPLETED, draft.at)
    draft.note(rule, "step_completed", of=step, because=because, by=draft.event.by)
    withdraw_items(draft, step, "step_completed")


def _all_completed(stage: StageRun) -> bool:
    return all(step.status == StepStatus.COMPLETED for step in stage.steps)
