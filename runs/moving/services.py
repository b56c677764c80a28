"""Moving live runs in batches. Each run is an outbox row: restarts lose nothing, one that fails stops no other."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import transaction

from builder.checks import problems_of
from engine.problems import errors_of
from runs import access, clock, outbox, turns
from runs.due import move_back, move_run
from runs.errors import MoveRefused, NothingToMove, VersionHasProblems
from runs.models import MoveBatch, MoveStatus, RunMove
from runs.moving import applying
from runs.moving.asking import AT_MOST, Ask, runs_of
from runs.ports import Intent
from web.errors import NotFound

A_SECOND = 100  # runs begun in one second: others get their turn
AT_ONCE = 500  # rows in one statement


def begin(*, ask: Ask, by: Any, reason: str = "") -> MoveBatch:
    """Move the live runs that are asked for; those that do not fit when their turn comes stay where they are.

    raises: NotAllowed, NothingToMove, VersionHasProblems
    """
    _may(ask, by)
    with transaction.atomic():
        ids = list(runs_of(ask, by).order_by("id").values_list("pk", flat=True)[:AT_MOST])
        if not ids:
            raise NothingToMove(api_name=ask.flow.api_name)
        batch = _batch(ask, by, reason)
        moves = RunMove.objects.bulk_create([RunMove(batch=batch, run_id=pk) for pk in ids], batch_size=AT_ONCE)
        _enqueue([(one.run_id, one.pk) for one in moves], move_run.KIND, {}, batch.at)
    return batch


def move_one(*, ask: Ask, run_id: int, by: Any, reason: str = "") -> RunMove:
    """Move one run now. raises NotAllowed, NotFound, MoveRefused with the reasons, VersionHasProblems"""
    _may(ask, by)
    with turns.held(run_id) as work:
        if work.run.flow_id != ask.flow.pk:
            raise NotFound(what="run of this automation", name=run_id)
        one = RunMove.objects.create(batch=_batch(ask, by, reason), run_id=run_id)
        applying.move(work, one)
        if one.status != MoveStatus.MOVED:
            raise MoveRefused(why=one.message)
    return one


@transaction.atomic
def undo(*, batch_id: int, by: Any) -> MoveBatch:
    """Take back what was moved; runs to which something has happened since stay, with the reason.

    raises: NothingToMove, NotAllowed, NotFound
    """
    access.require(by, access.MANAGE, "move runs")
    batch = _locked(batch_id)
    RunMove.objects.filter(batch=batch, status=MoveStatus.WAITING).update(status=MoveStatus.STOPPED)
    found = list(
        RunMove.objects.filter(batch=batch, status=MoveStatus.MOVED).order_by("id").values_list("run_id", "pk")
    )
    if not found:
        raise NothingToMove(api_name=batch.flow.api_name)
    RunMove.objects.filter(batch=batch, status=MoveStatus.MOVED).update(status=MoveStatus.UNDOING)
    batch.undone_at = clock.now()
    batch.save(update_fields=["undone_at"])
    _enqueue(found, move_back.KIND, {"by": by.pk if by is not None else None}, batch.undone_at)
    return batch


@transaction.atomic
def stop(*, batch_id: int, by: Any) -> MoveBatch:
    """What was not moved yet is not moved."""
    access.require(by, access.MANAGE, "move runs")
    batch = _locked(batch_id)
    RunMove.objects.filter(batch=batch, status=MoveStatus.WAITING).update(status=MoveStatus.STOPPED)
    return batch


def _may(ask: Ask, by: Any) -> None:
    access.require(by, access.MANAGE, "move runs")
    problems = problems_of(ask.new)
    if errors_of(problems):
        found = [msgspec.to_builtins(problem) for problem in problems]
        raise VersionHasProblems(api_name=ask.flow.api_name, number=ask.to.number, problems=found)


def _batch(ask: Ask, by: Any, reason: str) -> MoveBatch:
    wanted = {**ask.filters, **({"from": ask.start.number} if ask.start else {})}
    return MoveBatch.objects.create(
        flow=ask.flow,
        to_version=ask.to,
        wanted=wanted,
        choices=msgspec.to_builtins(ask.choices),
        reason=reason,
        by=by,
        at=clock.now(),
    )


def _locked(batch_id: int) -> MoveBatch:
    batch = MoveBatch.objects.select_for_update(of=("self",)).select_related("flow").filter(pk=batch_id).first()
    if batch is None:
        raise NotFound(what="move", name=batch_id)
    return batch


def _enqueue(moves: list[tuple[int, int]], kind: str, payload: dict[str, Any], now: datetime) -> None:
    """One row for each run, some every second."""
    intents = [
        Intent(
            run_id=run_id,
            kind=kind,
            payload={"move": pk, **payload},
            due_at=now + timedelta(seconds=number // A_SECOND),
        )
        for number, (run_id, pk) in enumerate(moves)
    ]
    for first in range(0, len(intents), AT_ONCE):
        outbox.insert(intents[first : first + AT_ONCE], now=now)
