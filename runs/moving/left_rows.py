"""Rows of stages and steps that a move left behind: the state knows them no more, the history does."""

from datetime import datetime

from engine.orchestration.state import RunState, StepStatus
from runs.ids import row_id
from runs.models import StageRun, StepRun


def end(run_id: int, before: RunState | None, after: RunState, *, at: datetime) -> None:
    """What was in progress is Discontinued, what had not started is gone, what had ended stays as it ended."""
    if before is None:
        return
    stages = {stage.id for stage in after.stages}
    steps = {step.id for stage in after.stages for step in stage.steps}
    gone_stages = [row_id(run_id, stage.id) for stage in before.stages if stage.id not in stages]
    gone = [step for stage in before.stages for step in stage.steps if step.id not in steps]
    for status in (StepStatus.IN_PROGRESS, StepStatus.NOT_STARTED):
        ids = [row_id(run_id, step.id) for step in gone if step.status == status]
        if ids and status == StepStatus.NOT_STARTED:
            StepRun.objects.filter(pk__in=ids).delete()
        elif ids:
            StepRun.objects.filter(pk__in=ids).update(status="discontinued", ended_at=at)
    if gone_stages:
        StageRun.objects.filter(pk__in=gone_stages, ended_at=None).update(status="discontinued", ended_at=at)
