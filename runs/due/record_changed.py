"""A record that the run's requirements name was saved."""

from engine.orchestration.events import RecordChanged
from engine.orchestration.state import RunStatus
from runs.open_run import OpenRun
from runs.outbox import Row


def handle(work: OpenRun, row: Row) -> None:
    if work.state is None or work.state.status != RunStatus.IN_PROGRESS:
        return
    work.forget_facts()
    work.apply(RecordChanged(at=work.at, record=row.payload["record"]), f"outbox:{row.id}")
