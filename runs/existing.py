"""Starting an orchestration for existing records: the list is fixed when it is asked for, then worked off row by row.

The sweep does what is due; everything is rows, so a restart goes on where it was. Each start is idempotent per record.
"""

import logging
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from builder.models import Flow
from builder.selectors import definition_of
from engine.document import Definition
from engine.document.conditions import Conditions
from engine.values import pack
from records import selectors as records
from records.signals import Change
from runs import access, clock, one_live, services, start_conditions
from runs.errors import NothingToStart, NotStartable
from runs.inputs import record_variable
from runs.models import BatchStatus, ItemStatus, Run, StartBatch, StartItem
from runs.occasions.begin import begin
from web.errors import NotFound, Refusal

log = logging.getLogger(__name__)

MOST = 50_000  # records in one batch
AT_ONCE = 50  # starts in one transaction
MOST_PER_MINUTE = 6000
TICK = timedelta(seconds=2)


def matching(obj: str, conditions: Conditions, by: Any) -> list[Any]:
    """Records that meet the filter and that the person may see, by id. raises UnknownObject, UnknownField, BadFilter"""
    return records.find(obj, conditions, fields=("Id", "Name"), user=by, limit=MOST)


def ask(
    *, flow: Flow, obj: str, conditions: Conditions, wanted: str, per_minute: int, only_fitting: bool, by: Any
) -> StartBatch:
    """Keep the list and begin. raises NotAllowed, NotStartable, NothingToStart, BadFilter"""
    access.require(by, access.MANAGE, "start automations for many records")
    _definition(flow, obj)
    found = matching(obj, conditions, by)
    if not found:
        raise NothingToStart(object=obj)
    now = clock.now()
    with transaction.atomic():
        batch = StartBatch.objects.create(
            flow=flow,
            object=obj,
            wanted=wanted[:500],
            per_minute=max(1, min(per_minute, MOST_PER_MINUTE)),
            only_fitting=only_fitting,
            total=len(found),
            due_at=now,
            by=by,
            at=now,
        )
        StartItem.objects.bulk_create(
            [
                StartItem(batch=batch, record_id=one.id, record_name=str(one.fields.get("Name") or one.id)[:255])
                for one in found
            ],
            batch_size=500,
        )
    return batch


@transaction.atomic
def cancel(*, batch_id: int, by: Any) -> StartBatch:
    """What was not started yet is not started; runs that began go on. raises NotAllowed, NotFound"""
    access.require(by, access.MANAGE, "start automations for many records")
    batch = StartBatch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise NotFound(what="start for existing records", name=batch_id)
    if batch.status == BatchStatus.RUNNING:
        batch.items.filter(status=ItemStatus.WAITING).update(status=ItemStatus.STOPPED)
        _end(batch, BatchStatus.CANCELED)
    return batch


def go_on() -> int:
    """Start what is due of every batch; how many records were looked at. Called by the sweep."""
    due = StartBatch.objects.filter(status=BatchStatus.RUNNING, due_at__lte=clock.now())
    return sum(_slice(pk) for pk in due.order_by("due_at").values_list("pk", flat=True)[:20])


def _slice(batch_id: int) -> int:
    """The next few records: as many as the time since the last slice allows."""
    skip_locked = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        free = StartBatch.objects.select_for_update(skip_locked=skip_locked, of=("self",) if skip_locked else ())
        now = clock.now()
        batch = free.select_related("flow").filter(pk=batch_id, status=BatchStatus.RUNNING, due_at__lte=now).first()
        if batch is None:
            return 0
        count = max(1, min(AT_ONCE, int(batch.per_minute * TICK.total_seconds() / 60)))
        items = list(batch.items.filter(status=ItemStatus.WAITING).order_by("id")[:count])
        for item in items:
            _start(batch, item)
        if len(items) < count:
            _end(batch, BatchStatus.COMPLETED)
        else:
            batch.due_at = now + timedelta(seconds=60 * count / batch.per_minute)
            batch.save(update_fields=["due_at"])
    return len(items)


def _start(batch: StartBatch, item: StartItem) -> None:
    """In a savepoint: one record that cannot be started stops no other."""
    try:
        with transaction.atomic():
            item.run, item.message = _begun(batch, item)
            item.status = ItemStatus.STARTED if item.run is not None else ItemStatus.SKIPPED
    except Refusal as refusal:
        item.run, item.status, item.message = None, ItemStatus.REFUSED, refusal.detail
    except Exception as error:
        log.exception("start batch %s could not start %s", batch.pk, item.record_id)
        item.run, item.status, item.message = None, ItemStatus.REFUSED, f"{type(error).__name__}: {error}"[:2000]
    item.save(update_fields=["run", "status", "message"])


def _begun(batch: StartBatch, item: StartItem) -> tuple[Run | None, str]:
    defn = _definition(batch.flow, batch.object)
    key = f"batch:{batch.pk}"
    if not defn.start.trigger:
        run = services.start_run(
            api_name=batch.flow.api_name, record_id=item.record_id, by=batch.by, key=f"{key}:{item.record_id}"
        )
        return run, ""
    if (why := _why_not(batch, defn, item.record_id)) != "":
        return None, why
    assert batch.flow.active_id is not None
    begin(batch.flow, batch.flow.active_id, [item.record_id], key=key)
    return Run.objects.get(start_key=f"{key}:{item.record_id}"), ""


def _why_not(batch: StartBatch, defn: Definition, record_id: str) -> str:
    """Why a record-triggered orchestration is not started for a record; "" where it is."""
    found = records.load([record_id]).get(record_id)
    if found is None:
        return "The record is gone."
    if batch.only_fitting:
        fields = {name: pack(value) for name, value in found.fields.items()}
        change = Change(object=batch.object, record_id=record_id, before=None, after=fields)
        if start_conditions.met(defn, change, batch.by) is None:
            return "It does not meet the start condition."
    if defn.start.one_live and (live := one_live.live_run(batch.flow_id, record_id)) is not None:
        return f"Run {live.pk} is still going on for it."
    return ""


def _definition(flow: Flow, obj: str) -> Definition:
    """The active definition, when records of this object can start it. raises NotStartable"""
    flow.refresh_from_db(fields=["active"])
    if flow.active_id is None:
        raise NotStartable(api_name=flow.api_name, reason="it has no active version")
    defn = definition_of(flow.active_id)
    if why := why_not_for(defn, obj):
        raise NotStartable(api_name=flow.api_name, reason=why)
    return defn


def why_not_for(defn: Definition, obj: str) -> str:
    if not defn.kind.is_orchestration:
        return "it is not an orchestration"
    if defn.start.trigger == "record_after_save":
        return "" if defn.start.object.casefold() == obj.casefold() else f"records of {defn.start.object} start it"
    if defn.start.trigger:
        return "neither a person nor a record starts it"
    return "" if record_variable(defn, obj) is not None else f"it has no input that takes a record of {obj}"


def _end(batch: StartBatch, status: BatchStatus) -> None:
    batch.status, batch.ended_at = status, clock.now()
    batch.save(update_fields=["status", "ended_at"])
