"""Stage and step rows: one write per table and turn, new and changed rows alike."""

from datetime import datetime
from typing import Any

from engine.orchestration.state import RunState, StageRun, StepRun
from runs import sql
from runs.ids import row_id
from runs.models import StageRun as StageRow
from runs.models import StepRun as StepRow
from runs.parts import Parts

_STAGE_COLUMNS = (
    "id",
    "run_id",
    "api_name",
    "label",
    "status",
    "attempt",
    "fault",
    "skipped",
    "started_at",
    "ended_at",
)
_STAGE_CHANGES = ("status", "attempt", "fault", "skipped", "started_at", "ended_at")
_STEP_COLUMNS = (
    *("id", "run_id", "stage_id", "api_name", "label", "kind", "status", "attempt"),
    *("outputs", "fault", "skipped", "started_at", "ended_at", "flow_version_id"),
)
_STEP_CHANGES = ("status", "attempt", "outputs", "fault", "skipped", "started_at", "ended_at")


def writes(
    run_id: int, before: RunState | None, after: RunState, parts: Parts, pins: dict[str, int], *, moved: bool = False
) -> list[sql.Write]:
    """What brings the rows of all that differs between two states up to date: at most one write per table.

    moved: the run is in another version, in which things may have other names
    """
    stages, steps = _changed(before, after)
    names = ("api_name", "label") if moved else ()
    found = []
    if stages:
        changes = (*_STAGE_CHANGES, *names)
        rows = [_stage(run_id, stage, parts) for stage in stages]
        found.append(sql.upsertion(StageRow, _STAGE_COLUMNS, changes, rows))
    if steps:
        rows = [_step(run_id, stage, step, parts, pins) for stage, step in steps]
        changes = (*_STEP_CHANGES, *names, "kind") if moved else _STEP_CHANGES
        found.append(sql.upsertion(StepRow, _STEP_COLUMNS, changes, rows, keep=("flow_version_id",)))
    return found


def _changed(before: RunState | None, after: RunState) -> tuple[list[StageRun], list[tuple[StageRun, StepRun]]]:
    """Stage and step runs that are new or differ. The core copies what it changes, so identity tells most of it."""
    known = {stage.id: stage for stage in before.stages} if before is not None else {}
    stages: list[StageRun] = []
    steps: list[tuple[StageRun, StepRun]] = []
    for stage in after.stages:
        old = known.get(stage.id)
        if old is stage:
            continue
        if old is None or _head(old) != _head(stage):
            stages.append(stage)
        old_steps = {step.id: step for step in old.steps} if old is not None else {}
        steps.extend((stage, step) for step in stage.steps if old_steps.get(step.id) != step)
    return stages, steps


def _head(stage: StageRun) -> tuple[Any, ...]:
    return stage.name, stage.status, stage.attempt, stage.fault, stage.skipped, stage.started_at, stage.ended_at


def _stage(run_id: int, stage: StageRun, parts: Parts) -> tuple[Any, ...]:
    known = parts.stages.get(stage.name)
    return (
        *(row_id(run_id, stage.id), run_id, stage.name, (known.label if known else stage.name)[:255]),
        *(stage.status.value, stage.attempt, stage.fault, stage.skipped),
        *(_time(stage.started_at), _time(stage.ended_at)),
    )


def _step(run_id: int, stage: StageRun, step: StepRun, parts: Parts, pins: dict[str, int]) -> tuple[Any, ...]:
    known = parts.steps.get(step.name)
    label, kind, action = (known.label, known.kind, known.action) if known else (step.name, "unsupported", "")
    return (
        *(row_id(run_id, step.id), run_id, row_id(run_id, stage.id), step.name, (label or step.name)[:255], kind),
        *(step.status.value, step.attempt, step.outputs, step.fault, step.skipped),
        *(_time(step.started_at), _time(step.ended_at), pins.get(action)),
    )


def _time(text: str) -> Any:
    return sql.time(datetime.fromisoformat(text)) if text else None
