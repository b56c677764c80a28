"""Moves as plain JSON, and what pages and calls both read of a batch."""

from typing import Any

import msgspec
from django.db.models import Count, QuerySet

from runs.models import MoveBatch, MoveStatus, RunMove
from runs.moving.asking import Judged, Summary
from web.errors import NotFound

OPEN = (MoveStatus.WAITING, MoveStatus.UNDOING)


def batch_of(batch_id: int) -> MoveBatch:
    """raises NotFound"""
    found = MoveBatch.objects.select_related("flow", "to_version", "by").filter(pk=batch_id).first()
    if found is None:
        raise NotFound(what="move", name=batch_id)
    return found


def batches_of(flow_id: int) -> QuerySet[MoveBatch]:
    return MoveBatch.objects.filter(flow_id=flow_id).select_related("to_version", "by").order_by("-id")


def counts_of(batch: MoveBatch) -> dict[str, int]:
    """Runs of the batch by what became of them; every status is there."""
    found = dict(batch.moves.order_by().values_list("status").annotate(Count("pk")))
    return {status: found.get(status, 0) for status in MoveStatus.values}


def moves_of(batch: MoveBatch, status: str = "") -> QuerySet[RunMove]:
    found = RunMove.objects.filter(batch=batch).select_related("run", "from_version").defer("before", "run__state")
    return found.filter(status=status) if status in MoveStatus.values else found


def batch_json(batch: MoveBatch) -> dict[str, Any]:
    counts = counts_of(batch)
    return {
        "id": batch.pk,
        "orchestration": batch.flow.api_name,
        "to": batch.to_version.number,
        "filters": batch.wanted,
        "elements": batch.choices.get("elements", {}),
        "reason": batch.reason,
        "at": batch.at,
        "undone_at": batch.undone_at,
        "done": not any(counts[status] for status in OPEN),
        "counts": counts,
    }


def move_json(one: RunMove) -> dict[str, Any]:
    return {
        "id": one.pk,
        "run": one.run_id,
        "status": one.status,
        "status_label": str(one.get_status_display()),
        "message": one.message,
        "from": one.from_version.number if one.from_version else None,
        "at": one.at,
    }


def judged_json(one: Judged) -> dict[str, Any]:
    return {
        "run": one.run.pk,
        "version": one.run.version.number,
        "stage": one.run.current_stage,
        "verdict": one.plan.verdict.value,
        "findings": msgspec.to_builtins(one.plan.findings),
    }


def summary_json(made: Summary) -> dict[str, Any]:
    return {
        "total": made.total,
        "verdicts": made.verdicts,
        "notes": [{"message": message, "runs": count} for message, count in made.notes.items()],
        "choices": [{**msgspec.to_builtins(one.finding), "runs": one.runs} for one in made.open.values()],
    }
