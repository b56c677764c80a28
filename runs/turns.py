"""One turn, one transaction, one run lock, taken first."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from engine.orchestration.events import Event
from runs import sql
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
    # NO KEY: others may still insert rows that point at the run (a wake), they may only not change it
    lock = " FOR NO KEY UPDATE" if connection.vendor == "postgresql" else ""
    found = sql.fetch(f"{_READ}{lock}", [run_id]) if run_id <= MOST else []
    if not found:
        raise NotFound(what="run", name=run_id)
    *values, latest, count = found[0]
    run = Run.from_db(connection.alias, _FIELDS, values)
    run.pins, run.watches = sql.loaded(run.pins), sql.loaded(run.watches)
    return OpenRun(run, (latest, count), perform)


def fresh(run: Run, stamp: Stamp) -> OpenRun:
    """A run this transaction has just inserted: nobody else can see it yet."""
    return OpenRun(run, stamp, perform)
