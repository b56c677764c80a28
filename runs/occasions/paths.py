"""Scheduled paths of record triggers: made, moved and dropped by the saves of their record."""

from datetime import date, datetime, time
from typing import Any

from builder.selectors import definition_of
from engine.document import Definition
from engine.document.timing import ASYNC, ScheduledPath
from engine.schedules import path_time
from engine.times import at_clock, zone_named
from engine.values import unpack
from records.signals import Change
from runs import clock, start_conditions
from runs.models import Occasion

KIND = "path"


def keep(change: Change, version_id: int, flow_id: int, *, listens: bool, by: Any) -> None:
    """After a save of a record that the version's flow may start on. listens: to a change of this sort.

    A record that meets the conditions (anew, where that is asked) begins every path; one that still meets them has its
    times counted again; one that no longer does has them dropped.
    """
    defn = definition_of(version_id)
    if not defn.start.paths or defn.start.trigger != "record_after_save":
        return
    rows = list(Occasion.objects.filter(record_id=change.record_id, flow_id=flow_id, kind=KIND))
    timed = [row for row in rows if row.payload.get("timed")]
    if change.after is None or not still_fits(defn, change, by):
        Occasion.objects.filter(pk__in=[row.pk for row in timed]).delete()
        return
    begins = listens and start_conditions.met(defn, change, by) is not None
    waiting = {row.path: row for row in timed}
    for path in defn.start.paths:
        _keep_one(path, waiting.get(path.name), change, version_id, flow_id, begins=begins)


def still_fits(defn: Definition, change: Change, by: Any = None) -> bool:
    """Whether the record meets the conditions now, whatever it did before."""
    return start_conditions.fits(defn, change, by)


def _keep_one(
    path: ScheduledPath, row: Occasion | None, change: Change, version_id: int, flow_id: int, *, begins: bool
) -> None:
    if path.kind == ASYNC:
        if begins:
            _create(path, change, version_id, flow_id, clock.now(), timed=False)
        return
    if row is None and not begins:
        return
    if row is not None and not begins and path.source != "record_field":
        return  # counted from the save that began it
    at = time_of(path, change)
    if at is None:
        if row is not None:
            row.delete()
    elif row is None:
        _create(path, change, version_id, flow_id, at, timed=True)
    elif row.due_at != at:
        row.due_at, row.payload = at, {**row.payload, "at": at.isoformat()}
        row.save(update_fields=["due_at", "payload"])


def time_of(path: ScheduledPath, change: Change) -> datetime | None:
    """None: the field is empty, or the time has passed already (then the path does not run)."""
    zone, now = zone_named(clock.organization_zone()), clock.now()
    base: datetime = now
    if path.source == "record_field":
        value = unpack((change.after or {}).get(path.field))
        if isinstance(value, datetime):
            base = value
        elif isinstance(value, date):
            base = at_clock(value, time.min, zone)
        else:
            return None
    try:
        at = path_time(path, base, zone)
    except ValueError:
        return None
    return at if at >= now else None


def _create(path: ScheduledPath, change: Change, version_id: int, flow_id: int, at: datetime, *, timed: bool) -> None:
    Occasion.objects.create(
        kind=KIND,
        flow_id=flow_id,
        version_id=version_id,
        path=path.name,
        record_object=change.object,
        record_id=change.record_id,
        due_at=at,
        payload={"at": at.isoformat(), "prior": change.before, "timed": timed},
    )
