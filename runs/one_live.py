"""One live run per record (R25): what becomes of a start while a run of the same orchestration is on for the record.

A queued start is a run that has not begun: its "start" row waits in the outbox; the run that ends lets the next begin.
"""

from datetime import timedelta
from typing import Any
from zlib import crc32

from django.db import connection

from engine.orchestration.state import ENDED
from runs import outbox
from runs.errors import LiveRunExists
from runs.models import OutboxRow, Run, RunStatus
from runs.open_run import OpenRun
from runs.ports import Intent

LIVE = (RunStatus.IN_PROGRESS, RunStatus.SUSPENDED, RunStatus.ERROR)
LOOK_AGAIN = timedelta(minutes=1)  # should the run that ended not have said so
START = "start"


def live_run(flow_id: int, record_id: str, *, before: int | None = None) -> Run | None:
    """The newest live run for the record; the caller's transaction is from here on the only one that starts another.

    before: only runs older than this one
    """
    if connection.vendor == "postgresql":
        lock = [flow_id % 2**31, _signed(crc32(record_id.encode()))]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s::int, %s::int)", lock)
    found = Run.objects.filter(flow_id=flow_id, record_id=record_id, status__in=LIVE).defer("state")
    if before is not None:
        found = found.filter(pk__lt=before)
    return found.order_by("-pk").first()


def beside(live: Run, run: Run, option: str, payload: dict[str, Any]) -> Run:
    """What a start beside a live run comes to: that run, a refusal, or `run` (not saved yet), which waits for its turn.

    payload: of its "start" row. raises: LiveRunExists
    """
    if option == "refuse":
        raise LiveRunExists(run=live.pk, record=live.record_name or live.record_id)
    if option == "ignore":
        return live
    run.save(force_insert=True)
    due_at = run.started_at + LOOK_AGAIN
    intent = Intent(run_id=run.pk, kind=START, payload={**payload, "queued": True}, due_at=due_at)
    outbox.insert([intent], now=run.started_at)
    return run


def waits(work: OpenRun) -> Intent | None:
    """The "start" row again, for later, while an older run for the record is live."""
    if not work.run.record_id:
        return None
    live = live_run(work.run.flow_id, work.run.record_id, before=work.run.pk)
    if live is None:
        return None
    return Intent(run_id=work.run.pk, kind=START, due_at=work.now + LOOK_AGAIN)


def released(work: OpenRun) -> list[Intent]:
    """A run has ended: the oldest start that was queued behind it may begin. A row too many starts nothing twice."""
    if work.current.status not in ENDED or work.defn.start.one_live != "queue" or not work.run.record_id:
        return []
    row = (
        OutboxRow.objects.filter(run__flow_id=work.run.flow_id, run__record_id=work.run.record_id, kind=START)
        .exclude(run_id=work.run.pk)
        .order_by("run_id")
        .first()
    )
    return [Intent(run_id=row.run_id or 0, kind=START, payload=row.payload)] if row is not None else []


def _signed(number: int) -> int:
    return number - 2**32 if number >= 2**31 else number
