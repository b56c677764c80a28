"""One turn, one transaction, one run lock, taken first."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from engine.orchestration.events import Event
from runs import clock, outbox, sql
from runs.flushing import flush
from runs.models import Run, RunTurn
from runs.open_run import OpenRun
from runs.performing import perform
from runs.pins import STAMP_COLUMNS, Stamp
from web.errors import NotFound
from web.logs import about_run

_FIELDS = [
    *("id", "flow_id", "version_id", "status", "state", "turns_count", "record_object", "record_id", "record_name"),
    *("pins", "watches", "depth", "started_by_id"),
]  # the others are read when somebody asks
_READ = (
    f"SELECT {', '.join(_FIELDS)}, {', '.join(STAMP_COLUMNS.values())} "  # noqa: S608 (constants only)
    f"FROM {Run._meta.db_table} WHERE id = %s"
)
_HELD_AND_TAKEN = (
    f"SELECT held.*, (SELECT json_agg(json_build_array({', '.join(f'taken.{name}' for name in outbox.CLAIMED)})) "  # noqa: S608
    "FROM taken) FROM held"
)

MOST = 2**63 - 1  # what the column holds: a number above it, from an address, is no run


@contextmanager
def held(run_id: int) -> Iterator[OpenRun]:
    """The run, its row locked, inside a transaction of its own; what was applied to it is written at the end.

    The run's row is the first thing that is locked. A caller that already holds a transaction cannot do this: it may
    only insert outbox rows.
    raises: NotFound; RuntimeError inside another transaction
    """
    with about_run(run_id), transaction.atomic(durable=True):
        work = locked(run_id)
        yield work
        flush(work)


def deliver(*, run_id: int, event: Event, source_key: str, by_id: int | None = None) -> RunTurn:
    """Apply one event exactly once: delivering the same `source_key` again gives the turn it was.

    raises: RunRefused, NotFound
    """
    with held(run_id) as work:
        return work.apply(event, source_key, by_id)


def locked(run_id: int) -> OpenRun:
    """Lock the row and read it. On SQLite the transaction itself (IMMEDIATE) is the lock."""
    found = sql.fetch(f"{_READ}{_lock()}", [run_id]) if run_id <= MOST else []
    if not found:
        raise NotFound(what="run", name=run_id)
    return _opened(found[0])


def locked_with_due(run_id: int, only: int | None = None) -> tuple[OpenRun, list[outbox.Row]]:
    """Lock the row, read it, and claim the run's due outbox rows; PostgreSQL does it in one statement.

    A row that others inserted while this waited for the lock is not seen there: they ring for it after their commit.
    """
    if connection.vendor != "postgresql":
        work = locked(run_id)
        return work, outbox.claim(run_id, now=work.now, only=only)
    taking, bound = outbox.claiming(run_id, now=clock.now(), only=only)
    found = sql.fetch(f"WITH held AS ({_READ}{_lock()}), taken AS ({taking}) {_HELD_AND_TAKEN}", [run_id, *bound])
    if not found:
        raise NotFound(what="run", name=run_id)
    *values, taken = found[0]
    return _opened(values), outbox.rows_of(taken or [])


def _lock() -> str:
    # NO KEY: others may still insert rows that point at the run (a wake), they may only not change it
    return " FOR NO KEY UPDATE" if connection.vendor == "postgresql" else ""


def _opened(found: Sequence[Any]) -> OpenRun:
    *values, latest, count = found
    run = Run.from_db(connection.alias, _FIELDS, values)
    run.pins, run.watches = sql.loaded(run.pins), sql.loaded(run.watches)
    return OpenRun(run, (latest, count), perform)


def fresh(run: Run, stamp: Stamp) -> OpenRun:
    """A run this transaction has just inserted: nobody else can see it yet."""
    return OpenRun(run, stamp, perform)
