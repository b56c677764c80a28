"""Schedules: one row for each active flow that has one, holding its next time."""

import logging
from datetime import datetime
from typing import Any

from builder.models import Flow
from builder.selectors import definition_of
from engine.document import Definition
from engine.document.timing import Schedule
from engine.schedules import next_after
from engine.times import zone_named
from runs import clock
from runs.models import Occasion

log = logging.getLogger(__name__)

KIND = "schedule"
BATCH = 200  # records in one transaction


def keep(flow: Flow) -> None:
    """Bring the flow's row in line with its active version; called in the transaction that changed it."""
    Occasion.objects.filter(flow=flow, kind=KIND).delete()
    if flow.active_id is None:
        return
    defn = definition_of(flow.active_id)
    if not is_scheduled(defn):
        return
    now = clock.now()
    schedule = defn.start.schedule
    at = now if schedule and schedule.frequency == "on_activate" else next_time(defn, now)
    if at is not None:
        Occasion.objects.create(
            kind=KIND,
            flow=flow,
            version_id=flow.active_id,
            record_object=defn.start.object,
            due_at=at,
            payload={"at": at.isoformat()},
        )


def is_scheduled(defn: Definition) -> bool:
    return defn.start.trigger == "scheduled" and defn.start.schedule is not None


def next_time(defn: Definition, after: datetime) -> datetime | None:
    """None: never (again), or the schedule cannot be read."""
    schedule: Schedule | None = defn.start.schedule
    if schedule is None:
        return None
    try:
        return next_after(schedule, after, zone_named(clock.organization_zone()))
    except ValueError as error:
        log.warning("the schedule of %s cannot be read: %s", defn.api_name, error)
        return None


def move_on(row: Occasion, defn: Definition) -> None:
    """To the next time. What was missed while nobody looked has come once, however often it would have been; a clock
    that went back brings no time a second time."""
    at = next_time(defn, max(clock.now(), datetime.fromisoformat(row.payload["at"])))
    if at is None:
        row.delete()
        return
    row.due_at, row.payload, row.attempts, row.last_error = at, {"at": at.isoformat()}, 0, ""
    row.save(update_fields=["due_at", "payload", "attempts", "last_error"])


def batches(row: Occasion, ids: list[str]) -> list[Any]:
    """Rows for the records that the schedule found, due at once."""
    return [
        Occasion(
            kind="batch",
            flow_id=row.flow_id,
            version_id=row.version_id,
            record_object=row.record_object,
            due_at=row.due_at,
            payload={"at": row.payload["at"], "ids": ids[start : start + BATCH]},
        )
        for start in range(0, len(ids), BATCH)
    ]
