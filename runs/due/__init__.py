"""What a due outbox row means: one file per kind that is done in the database, one registry.

A handler gets the locked run and the claimed row, applies events to the run and returns nothing; the row is gone with
the commit. Kinds that call outside have a performer instead (runs/ports.py).
"""

from collections.abc import Callable

from runs.due import record_changed, run_flow, start
from runs.open_run import OpenRun
from runs.outbox import Row

HANDLERS: dict[str, Callable[[OpenRun, Row], None]] = {
    "start": start.handle,
    "run_flow": run_flow.handle,
    "record_changed": record_changed.handle,
}


def handle(work: OpenRun, row: Row) -> None:
    HANDLERS[row.kind](work, row)
