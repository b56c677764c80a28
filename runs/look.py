"""Looking at a run: do its due outbox rows. Workers do it when nudged, the sweep when nobody was.

Work in the database: lock the run, take the rows, do them and deliver the results in one transaction. Work that calls
outside: lease, do, done, between two transactions. One nudge goes on until the run has nothing due.
"""

import logging
from typing import Any

from django.db import OperationalError, transaction

from runs import clock, due, outbox
from runs.flushing import flush
from runs.models import OutboxRow
from runs.outbox import Row
from runs.ports import performer_of
from runs.turns import locked_with_due
from web.errors import NotFound
from web.logs import about_run

log = logging.getLogger(__name__)

ROUNDS = 200  # transactions for one nudge, then others get their turn
GIVE_UP_AFTER = 5  # attempts of work that fails as none should


def look(run_id: int, *, outside: bool = True, inside: bool = True) -> int:
    """Do what is due for one run; how many rows were done."""
    total = 0
    with about_run(run_id), outbox.looking_at(run_id) as looking:
        looking.inside, looking.outside = inside, outside
        for _ in range(ROUNDS):
            if not looking.inside and not looking.outside:
                return total
            if looking.inside:
                looking.inside = False
                total += _inside(run_id)
            if looking.outside:
                looking.outside = False
                total += _outside(run_id)
    outbox.nudge(run_id, outside=looking.outside)
    return total


def _inside(run_id: int) -> int:
    try:
        return _take(run_id, None)
    except NotFound:
        return 0
    except Exception:
        log.exception("the due rows of a run could not be done together; trying them one by one")
    return sum(_alone(run_id, row) for row in _due_rows(run_id))


def _take(run_id: int, only: int | None) -> int:
    with transaction.atomic(durable=True):
        work, rows = locked_with_due(run_id, only)
        for row in rows:
            due.handle(work, row)
        flush(work)
    return len(rows)


def _due_rows(run_id: int) -> list[Row]:
    found = OutboxRow.objects.filter(run_id=run_id, outside=False, due_at__lte=clock.now()).order_by("id")
    return [Row(row.pk, run_id, row.kind, row.payload, row.attempts) for row in found]


def _alone(run_id: int, row: Row) -> int:
    try:
        return _take(run_id, row.id)
    except OperationalError as error:
        outbox.failed(row, error, count=False)
    except Exception as error:
        log.exception("outbox row %s (%s) failed", row.id, row.kind)
        _blame(run_id, row, error)
    return 0


def _blame(run_id: int, row: Row, error: Exception) -> None:
    if row.kind not in due.GIVE_UPS or row.attempts + 1 < GIVE_UP_AFTER:
        outbox.failed(row, error)
        return
    with transaction.atomic(durable=True):
        work, claimed_rows = locked_with_due(run_id, row.id)
        for claimed in claimed_rows:
            due.GIVE_UPS[row.kind](work, claimed, f"{type(error).__name__}: {error}")
        flush(work)


def _outside(run_id: int) -> int:
    count = 0
    for row in outbox.lease(run_id, now=clock.now()):
        perform: Any = performer_of(row.kind)
        try:
            if perform is None:
                raise LookupError(f"nothing here carries out {row.kind}")
            perform(row.run_id, row.payload, f"outbox:{row.id}")
        except Exception as error:
            log.exception("outbox row %s (%s) failed", row.id, row.kind)
            outbox.failed(row, error, count=False)  # the lease counted it
        else:
            outbox.done(row.id)
            count += 1
    return count
