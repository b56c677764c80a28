"""Which status may follow which, and the only functions that change one.

The tables are the law (docs/semantics.md, "Transitions"); a move that is not in them is a bug of the core and raises.
"""

from enum import StrEnum
from typing import TypeVar

from engine.orchestration.state import RunState, RunStatus, StageRun, StageStatus, StepRun, StepStatus

RUN_MOVES: dict[RunStatus, frozenset[RunStatus]] = {
    RunStatus.IN_PROGRESS: frozenset({RunStatus.COMPLETED, RunStatus.SUSPENDED, RunStatus.CANCELED, RunStatus.ERROR}),
    RunStatus.SUSPENDED: frozenset({RunStatus.IN_PROGRESS, RunStatus.CANCELED}),
    RunStatus.ERROR: frozenset({RunStatus.IN_PROGRESS, RunStatus.CANCELED}),
    RunStatus.COMPLETED: frozenset(),
    RunStatus.CANCELED: frozenset(),
}

STAGE_MOVES: dict[StageStatus, frozenset[StageStatus]] = {
    StageStatus.IN_PROGRESS: frozenset(
        {
            StageStatus.COMPLETED,
            StageStatus.SUSPENDED,
            StageStatus.CANCELED,
            StageStatus.DISCONTINUED,
            StageStatus.ERROR,
        }
    ),
    StageStatus.SUSPENDED: frozenset({StageStatus.IN_PROGRESS, StageStatus.CANCELED}),
    StageStatus.ERROR: frozenset({StageStatus.IN_PROGRESS}),
    StageStatus.COMPLETED: frozenset(),
    StageStatus.CANCELED: frozenset(),
    StageStatus.DISCONTINUED: frozenset(),
}

STEP_MOVES: dict[StepStatus, frozenset[StepStatus]] = {
    StepStatus.NOT_STARTED: frozenset({StepStatus.IN_PROGRESS, StepStatus.COMPLETED}),
    StepStatus.IN_PROGRESS: frozenset(
        {StepStatus.COMPLETED, StepStatus.DISCONTINUED, StepStatus.CANCELED, StepStatus.ERROR}
    ),
    StepStatus.ERROR: frozenset({StepStatus.IN_PROGRESS, StepStatus.NOT_STARTED, StepStatus.COMPLETED}),
    StepStatus.DISCONTINUED: frozenset({StepStatus.IN_PROGRESS, StepStatus.COMPLETED}),
    StepStatus.COMPLETED: frozenset({StepStatus.IN_PROGRESS}),
    StepStatus.CANCELED: frozenset(),
}


class IllegalMove(AssertionError):
    """A bug of the core: a status may not follow another."""


S = TypeVar("S", bound=StrEnum)


def _move(now: S, then: S, moves: dict[S, frozenset[S]], what: str) -> S:
    if then not in moves[now]:
        raise IllegalMove(f"{what}: {then} may not follow {now}")
    return then


def run_completes(state: RunState) -> None:
    state.status = _move(state.status, RunStatus.COMPLETED, RUN_MOVES, "run")


def run_fails(state: RunState, *, message: str, code: str, element: str) -> None:
    state.status = _move(state.status, RunStatus.ERROR, RUN_MOVES, "run")
    state.fault, state.fault_code, state.fault_element = message, code, element


def run_is_canceled(state: RunState) -> None:
    state.status = _move(state.status, RunStatus.CANCELED, RUN_MOVES, "run")


def run_is_suspended(state: RunState) -> None:
    state.status = _move(state.status, RunStatus.SUSPENDED, RUN_MOVES, "run")


def run_goes_on(state: RunState) -> None:
    """After suspension or error."""
    state.status = _move(state.status, RunStatus.IN_PROGRESS, RUN_MOVES, "run")
    state.fault = state.fault_code = state.fault_element = ""


def stage_ends(stage: StageRun, status: StageStatus, at: str, fault: str = "") -> None:
    stage.status = _move(stage.status, status, STAGE_MOVES, f"stage {stage.name}")
    stage.ended_at, stage.fault = at, fault


def stage_is_suspended(stage: StageRun) -> None:
    stage.status = _move(stage.status, StageStatus.SUSPENDED, STAGE_MOVES, f"stage {stage.name}")


def stage_goes_on(stage: StageRun) -> None:
    stage.status = _move(stage.status, StageStatus.IN_PROGRESS, STAGE_MOVES, f"stage {stage.name}")
    stage.ended_at = stage.fault = ""


def step_starts(step: StepRun, at: str) -> None:
    step.status = _move(step.status, StepStatus.IN_PROGRESS, STEP_MOVES, f"step {step.name}")
    step.started_at, step.ended_at = at, ""


def step_starts_again(step: StepRun, at: str) -> None:
    """A retry: the same step run, one attempt more; a step that never started begins with its first."""
    step.attempt += bool(step.started_at)
    step_starts(step, at)
    step.fault = step.fault_code = ""
    step.screens_finished = step.late = step.skipped = False


def step_waits_again(step: StepRun) -> None:
    """A retry of a step before it: it failed, and will start when its entry holds, one attempt more."""
    step.status = _move(step.status, StepStatus.NOT_STARTED, STEP_MOVES, f"step {step.name}")
    step.attempt += 1
    step.started_at = step.ended_at = step.fault = step.fault_code = ""
    step.screens_finished = step.late = False


def step_is_skipped(step: StepRun, at: str) -> None:
    step_ends(step, StepStatus.COMPLETED, at)
    step.skipped = True


def step_ends(step: StepRun, status: StepStatus, at: str, *, fault: str = "", code: str = "") -> None:
    step.status = _move(step.status, status, STEP_MOVES, f"step {step.name}")
    step.ended_at, step.fault, step.fault_code = at, fault, code
    step.timers = {}
