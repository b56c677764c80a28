"""A failing step and what follows: its stage, its siblings, the fault path or the run's error (R11 to R13)."""

from engine.orchestration import transitions as move
from engine.orchestration.commands import Notify, WithdrawWorkItem
from engine.orchestration.draft import Draft
from engine.orchestration.path import follow
from engine.orchestration.state import StageRun, StageStatus, StepRun, StepStatus
from engine.orchestration.steps import ASKS_A_PERSON

RULE_OF_END = {"stage_ended": "R5", "run_canceled": "R15", "run_retried": "R14", "stage_skipped": "R24"}


def fail_step(draft: Draft, stage: StageRun, step: StepRun, *, message: str, code: str) -> None:
    """R11: the step is in Error, its running siblings are Discontinued, the stage is in Error."""
    move.step_ends(step, StepStatus.ERROR, draft.at, fault=message, code=code)
    draft.note("R11", "step_failed", of=step, message=message, code=code)
    withdraw_items(draft, step, "run_failed")
    fail_stage(draft, stage, message=message, code=code, element=step.name)


def fail_stage(draft: Draft, stage: StageRun, *, message: str, code: str, element: str) -> None:
    """R12, R13: with a fault path it is taken and the run goes on, without one the run is in Error."""
    end_running_steps(draft, stage, StepStatus.DISCONTINUED, "run_failed")
    move.stage_ends(stage, StageStatus.ERROR, draft.at, fault=message)
    draft.note("R11", "stage_failed", of=stage, message=message)
    draft.state.fault_message = message
    fault_path = draft.index.stages[stage.name].fault
    if fault_path is not None:
        stage.took_fault_path = True
        draft.note("R12", "fault_path_taken", of=stage, target=fault_path.target)
        follow(draft, fault_path)
        return
    move.run_fails(draft.state, message=message, code=code, element=element)
    draft.note("R13", "run_failed", of=stage, message=message, code=code)
    draft.command(Notify(kind="run_failed", message=message))


def end_running_steps(draft: Draft, stage: StageRun, status: StepStatus, why: str) -> None:
    """Steps in progress end with the stage; those not started stay as they are; open work items are withdrawn.

    A result that was held is kept as late (R16, R17): a retry need not ask for it again.
    """
    what = "step_canceled" if status == StepStatus.CANCELED else "step_discontinued"
    rule = RULE_OF_END.get(why, "R11")
    for step in stage.steps:
        if step.status == StepStatus.IN_PROGRESS:
            has_result = step.held and not step.fault
            move.step_ends(step, status, draft.at)
            step.held, step.late = False, has_result and status == StepStatus.DISCONTINUED
            draft.note(rule, what, of=step)
            withdraw_items(draft, step, why)


def withdraw_items(draft: Draft, step: StepRun, why: str) -> None:
    if draft.index.steps[step.name].kind in ASKS_A_PERSON and not step.screens_finished:
        draft.command(WithdrawWorkItem(step=step.id, reason=why))
