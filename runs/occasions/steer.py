"""People put forward or drop what is due later. Asked by a manager; kept in the log, and in the run's history."""

import logging
from typing import Any

from django.db import transaction

from builder.selectors import definition_of
from runs import access, clock
from runs.errors import OccasionOver
from runs.ids import row_id
from runs.models import Occasion, OutboxRow
from runs.occasions import schedule
from runs.performing.run_flow import RESUME
from runs.services import annotate

log = logging.getLogger(__name__)

EXTRA = "extra"  # a schedule's start that somebody asked for now


@transaction.atomic
def now(*, occasion_id: int, by: Any) -> Occasion:
    """A schedule starts once more and keeps its next time; anything else comes now instead of later.

    raises: OccasionOver, NotAllowed
    """
    access.require(by, access.MANAGE, "put forward what is due later")
    row, at = _held(occasion_id), clock.now()
    if row.kind == schedule.KIND:
        row = Occasion.objects.create(
            kind=EXTRA,
            flow_id=row.flow_id,
            version_id=row.version_id,
            record_object=row.record_object,
            due_at=at,
            payload={"at": at.isoformat()},
        )
    else:
        row.due_at = at
        if "interview" in row.payload:
            row.payload = sent_on(row.payload)
        row.save(update_fields=["due_at", "payload"])
    log.info("%s of %s was put forward by %s", row.kind, row.flow.api_name, by)
    return row


@transaction.atomic
def drop(*, occasion_id: int, by: Any) -> None:
    """A schedule leaves out its next time; anything else does not come at all. raises: OccasionOver, NotAllowed"""
    access.require(by, access.MANAGE, "drop what is due later")
    row = _held(occasion_id)
    log.info("%s of %s at %s was dropped by %s", row.kind, row.flow.api_name, row.due_at, by)
    if row.kind == schedule.KIND and row.flow.active_id is not None:
        schedule.move_on(row, definition_of(row.flow.active_id))
    else:
        row.delete()


def send_on(*, row_pk: int, by: Any) -> int:
    """The flow of a step goes on now instead of when it waits for; the run it belongs to.

    raises: OccasionOver, NotAllowed
    """
    access.require(by, access.MANAGE, "let a waiting flow go on")
    row = OutboxRow.objects.filter(pk=row_pk, kind=RESUME).first()
    if row is None or row.run_id is None:
        raise OccasionOver()

    def change(at: Any) -> list[Any]:
        found = OutboxRow.objects.filter(pk=row_pk).update(payload=sent_on(row.payload), due_at=at)
        if not found:
            raise OccasionOver()
        return []

    step = row_id(row.run_id, row.payload["step"])
    by_whom = {"by": f"user:{by.pk}"} if by is not None else {}
    annotate(run_id=row.run_id, step_run_id=step, what="flow_sent_on", detail=by_whom, by=by, change=change)
    return row.run_id


def sent_on(payload: dict[str, Any]) -> dict[str, Any]:
    """The payload of a flow that waits, as if the event that would come first had been published."""
    waits = payload["interview"].get("waits", {})
    soonest = min(waits, key=lambda name: waits[name] or "9999")
    interview = {**payload["interview"], "waits": {**waits, soonest: ""}}
    return {**payload, "interview": interview, "came": soonest}


def _held(occasion_id: int) -> Occasion:
    row = Occasion.objects.select_for_update(of=("self",)).select_related("flow").filter(pk=occasion_id).first()
    if row is None:
        raise OccasionOver()
    return row
