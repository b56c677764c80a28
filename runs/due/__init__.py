"""What a due outbox row means: one file per kind that is done in the database, one registry.

A handler gets the locked run and the claimed row, applies events to the run and returns nothing; the row is gone with
the commit. Kinds that call outside have a performer instead (runs/ports.py).
"""

from collections.abc import Callable

from runs.due import move_back, move_run, published, record_changed, run_flow, start, timer, work_routed
from runs.open_run import OpenRun
from runs.outbox import Row

HANDLERS: dict[str, Callable[[OpenRun, Row], None]] = {
    "start": start.handle,
    "run_flow": run_flow.handle,
    "record_changed": record_changed.handle,
    "timer": timer.handle,
    run_flow.RESUME: run_flow.resume,
    "published": published.handle,
    work_routed.KIND: work_routed.handle,
    move_run.KIND: move_run.handle,
    move_back.KIND: move_back.handle,
}


GIVE_UPS: dict[str, Callable[[OpenRun, Row, str], None]] = {
    run_flow.KIND: run_flow.give_up,
    run_flow.RESUME: run_flow.give_up,
    move_run.KIND: move_run.give_up,
    move_back.KIND: move_back.give_up,
}


def handle(work: OpenRun, row: Row) -> None:
    HANDLERS[row.kind](work, row)
