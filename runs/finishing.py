"""A person finishes a step: exactly one is first, and everybody else is told who was."""

from typing import Any

from django.utils.translation import gettext as _

from engine.orchestration.events import StepFinished
from engine.orchestration.state import ENDED, StepRun, StepStatus
from engine.values import Json
from people.selectors import label_of
from runs.errors import AlreadyCompleted, WorkOver
from runs.ids import local_id_of
from runs.models import RunTurn
from runs.open_run import OpenRun
from web.statuses import look_of


def finish(work: OpenRun, step_id: int, outputs: dict[str, Json], user: Any) -> RunTurn:
    """The turn of the person's finished screens. The same person again gets the turn it was.

    raises: AlreadyCompleted, WorkOver
    """
    step = waiting_step(work, step_id, user)
    if step is None:
        return _turn(work, step_id)
    event = StepFinished(at=work.at, by=f"user:{user.pk}", step=step.id, outputs=outputs)
    return work.apply(event, _key(step), user.pk)


def waiting_step(work: OpenRun, step_id: int, user: Any) -> StepRun | None:
    """The step when it waits for a person; None when this very person has finished it already.

    raises: AlreadyCompleted when somebody else was first; WorkOver when nobody need do it any more
    """
    step = work.step(local_id_of(step_id)) if work.state is not None else None
    if step is None:
        raise WorkOver(status_label=look_of("not_started").label)
    if step.skipped:
        raise WorkOver(status_label=_("skipped"))
    if step.status == StepStatus.COMPLETED or step.screens_finished:
        turn = RunTurn.objects.select_related("by").filter(run_id=work.run.pk, source_key=_key(step)).first()
        if turn is not None and turn.by_id == user.pk:
            return None
        raise AlreadyCompleted(who=label_of(turn.by) if turn is not None and turn.by else "The run")
    if step.status != StepStatus.IN_PROGRESS or work.current.status in ENDED:
        raise WorkOver(status_label=look_of(step.status.value).label)
    return step


def _turn(work: OpenRun, step_id: int) -> RunTurn:
    step = work.step(local_id_of(step_id))
    assert step is not None
    return RunTurn.objects.get(run_id=work.run.pk, source_key=_key(step))


def _key(step: StepRun) -> str:
    return f"step:{step.id}:{step.attempt}:finished"
