"""The outbox: one row per intent, inserted in the transaction that wants it, deleted in the one that has done it.

The broker is a doorbell: after the commit a nudge says "look at run X". When it is lost the sweep finds the row.
"""

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.db import connection, transaction
from django.db.models import F, Q

from runs import clock, sql
from runs.models import OutboxRow
from runs.ports import Intent, performer_of

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
AT_ONCE = 100  # rows of one lease
QUIET_AFTER_FAILURE = 5.0  # seconds without nudges after the broker did not answer; the sweep goes on
TABLE = OutboxRow._meta.db_table
CLAIMED = ("id", "run_id", "kind", "payload", "attempts")
_COLUMNS = ("run_id", "kind", "outside", "payload", "due_at", "attempts", "last_error")


@dataclass(frozen=True, slots=True)
class Row:
    """A claimed row. attempts: how often it was tried before."""

    id: int
    run_id: int
    kind: str
    payload: dict[str, Any]
    attempts: int


@dataclass
class _Looking:
    """This very thread is looking at a run: its own new rows need no doorbell."""

    run_id: int
    inside: bool = False
    outside: bool = False


@dataclass
class _Doorbell:
    quiet_until: float = 0.0


_looking: ContextVar[_Looking | None] = ContextVar("stagecraft_looking", default=None)
_doorbell = _Doorbell()


def insert(intents: list[Intent], *, now: datetime) -> None:
    """One statement for all. Those that are due are nudged after the commit, each run once."""
    sql.write(insertion(intents, now=now))


def insertion(intents: list[Intent], *, now: datetime) -> list[sql.Write]:
    """What inserts them, for somebody who writes more than that. Nudges as `insert` does."""
    if not intents:
        return []
    rows: list[tuple[Any, ...]] = []
    due: dict[tuple[int, bool], None] = {}
    for intent in intents:
        outside, due_at = performer_of(intent.kind) is not None, intent.due_at or now
        rows.append((intent.run_id or None, intent.kind, outside, intent.payload, sql.time(due_at), 0, ""))
        if due_at <= now:
            due[intent.run_id, outside] = None
    for run_id, outside in due:
        transaction.on_commit(partial(nudge, run_id, outside=outside))
    return [sql.insertion(OutboxRow, _COLUMNS, rows)]


def nudge(run_id: int, *, outside: bool) -> bool:
    """Ring the doorbell. False: nobody heard it (the broker is down); the row waits for the sweep."""
    looking = _looking.get()
    if looking is not None and looking.run_id == run_id:
        looking.outside = looking.outside or outside
        looking.inside = looking.inside or not outside
        return True
    if time.monotonic() < _doorbell.quiet_until:
        return False
    try:
        current_app.send_task("runs.look", args=[run_id, outside], retry=False, ignore_result=True)
    except Exception as error:  # whatever the broker's library raises: nothing but a nudge is lost
        _doorbell.quiet_until = time.monotonic() + QUIET_AFTER_FAILURE
        log.warning("the broker did not take a nudge for run %s: %s", run_id, error)
        return False
    return True


@contextmanager
def looking_at(run_id: int) -> Iterator[_Looking]:
    mine = _Looking(run_id)
    token = _looking.set(mine)
    try:
        yield mine
    finally:
        _looking.reset(token)


def claim(run_id: int, *, now: datetime, only: int | None = None) -> list[Row]:
    """Take the run's due rows that are done in the database, oldest first. The caller holds the run's lock, does the
    work and commits; a rollback puts the rows back. `only`: this one."""
    taking, values = claiming(run_id, now=now, only=only)
    return rows_of(sql.fetch(taking, values))


def claiming(run_id: int, *, now: datetime, only: int | None = None) -> tuple[str, list[Any]]:
    """The statement of `claim` and its values; it gives the columns CLAIMED."""
    take = f"DELETE FROM {TABLE} WHERE run_id = %s AND NOT outside AND due_at <= %s"  # noqa: S608 (constant)
    values: list[Any] = [run_id, sql.time(now)]
    if only is not None:
        take, values = f"{take} AND id = %s", [*values, only]
    return f"{take} RETURNING {', '.join(CLAIMED)}", values


def rows_of(found: Iterable[Sequence[Any]]) -> list[Row]:
    """Rows from the columns CLAIMED, oldest first."""
    return [
        Row(key, run, kind, sql.loaded(payload), attempts)
        for key, run, kind, payload, attempts in sorted(map(tuple, found))
    ]


def lease(run_id: int, *, now: datetime) -> list[Row]:
    """Take the run's due rows that call outside; nobody else does them until the lease runs out."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    with transaction.atomic():
        due = OutboxRow.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        rows = list(due.filter(free, _of(run_id), outside=True, due_at__lte=now).order_by("id")[:AT_ONCE])
        if rows:
            OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).update(
                leased_until=now + LEASE, attempts=F("attempts") + 1
            )
    return [Row(row.pk, row.run_id or 0, row.kind, row.payload, row.attempts) for row in rows]


def _of(run_id: int) -> Q:
    """The run's rows; 0 stands for those that no run is behind."""
    return Q(run_id=run_id) if run_id else Q(run_id__isnull=True)


def done(row_id: int) -> None:
    OutboxRow.objects.filter(pk=row_id).delete()


def failed(row: Row, error: BaseException, *, count: bool = True) -> None:
    """Put it off, longer each time, an hour at most. `count`: the row itself may be to blame."""
    wait = timedelta(seconds=min(3600, 2 ** min(row.attempts, 12)))
    changes: dict[str, Any] = {
        "leased_until": None,
        "due_at": clock.now() + wait,
        "last_error": f"{type(error).__name__}: {error}"[:2000],
    }
    if count:
        changes["attempts"] = row.attempts + 1
    OutboxRow.objects.filter(pk=row.id).update(**changes)


def due_runs(*, before: datetime, limit: int) -> list[tuple[int, bool]]:
    """(run, outside) of rows that should have been done by `before`, oldest first."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=clock.now())
    found = OutboxRow.objects.filter(free, due_at__lte=before).order_by("due_at").values_list("run_id", "outside")
    return list(dict.fromkeys((run_id or 0, outside) for run_id, outside in found[: limit * 4]))[:limit]
