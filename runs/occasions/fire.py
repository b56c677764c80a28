"""Doing what is due: each row in a transaction of its own, taken by one process only."""

import logging
from datetime import timedelta

from django.db import connection, transaction

from builder.selectors import definition_of
from engine.document import Definition
from engine.document.timing import ASYNC
from engine.flows.state import load_interview
from records import selectors as records
from runs import clock, start_conditions
from runs.models import Occasion, TriggerFault
from runs.occasions import schedule
from runs.occasions.begin import begin, carry_out, current_of
from runs.record_work import RecordWork

log = logging.getLogger(__name__)

AT_ONCE = 200
GIVE_UP_AFTER = 8


def fire_due(*, limit: int = AT_ONCE) -> int:
    """How many rows were done."""
    due = Occasion.objects.filter(due_at__lte=clock.now()).order_by("due_at", "id").values_list("pk", flat=True)
    return sum(fire(pk) for pk in list(due[:limit]))


def fire(pk: int) -> int:
    """1 when this process did it. A row that fails is tried again later; at last it is told on the runs page."""
    try:
        with transaction.atomic(durable=True):
            row = _taken(pk)
            if row is None:
                return 0
            _do(row)
    except Exception as error:
        log.exception("occasion %s failed", pk)
        _put_off(pk, error)
        return 0
    return 1


def _taken(pk: int) -> Occasion | None:
    rows = Occasion.objects.filter(pk=pk, due_at__lte=clock.now())
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return rows.select_related("flow").first()


def _do(row: Occasion) -> None:
    version_id = row.version_id if row.kind == "resume" else row.flow.active_id
    if version_id is None:
        row.delete()
        return
    _KINDS[row.kind](row, version_id, definition_of(version_id))


def _schedule(row: Occasion, version_id: int, defn: Definition) -> None:
    """One run; or one for each record that meets the filters now, a batch at a time."""
    if defn.start.object:
        found = records.find(defn.start.object, defn.start.filters, fields=("Id",))
        Occasion.objects.bulk_create(schedule.batches(row, [record.id for record in found]))
    else:
        begin(row.flow, version_id, [""], key=f"schedule:{row.flow_id}:{row.payload['at']}")
    if row.kind == schedule.KIND:
        schedule.move_on(row, defn)
    else:
        row.delete()


def _batch(row: Occasion, version_id: int, defn: Definition) -> None:
    begin(row.flow, version_id, row.payload["ids"], key=f"schedule:{row.flow_id}:{row.payload['at']}")
    row.delete()


def _path(row: Occasion, version_id: int, defn: Definition) -> None:
    """Only when the record is still there and still fits; the version of today runs."""
    path = next((one for one in defn.start.paths if one.name == row.path), None)
    change = current_of(row)
    if path is not None and change is not None and (path.kind == ASYNC or start_conditions.fits(defn, change)):
        begin(row.flow, version_id, [row.record_id], key="", path=row.path, prior=row.payload.get("prior"))
    row.delete()


def _resume(row: Occasion, version_id: int, defn: Definition) -> None:
    """A plain flow that waited goes on in the version it began in."""
    row.delete()
    work = RecordWork(user=None, cause=f"flow:{row.flow.api_name}")
    begun = {"paused": load_interview(row.payload["interview"])}
    carry_out(row.flow, row.version_id, row.record_id, begun, work=work)


_KINDS = {"schedule": _schedule, "batch": _batch, "path": _path, "extra": _schedule, "resume": _resume}


def _put_off(pk: int, error: Exception) -> None:
    with transaction.atomic():
        row = Occasion.objects.select_related("flow").filter(pk=pk).first()
        if row is None:
            return
        row.attempts += 1
        row.last_error = f"{type(error).__name__}: {error}"[:2000]
        row.due_at = clock.now() + timedelta(seconds=min(3600, 2**row.attempts))
        if row.attempts < GIVE_UP_AFTER:
            row.save(update_fields=["attempts", "last_error", "due_at"])
            return
        TriggerFault.objects.create(
            flow_id=row.flow_id,
            version_id=row.version_id,
            record_object=row.record_object,
            record_id=row.record_id,
            message=f"What was due at {row.payload.get('at')} failed {row.attempts} times: {row.last_error}",
            at=clock.now(),
        )
        if row.kind == schedule.KIND and row.flow.active_id is not None:
            schedule.move_on(row, definition_of(row.flow.active_id))
        else:
            row.delete()
