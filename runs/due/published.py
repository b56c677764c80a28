"""An orchestration event that a flow published."""

from engine.errors import EventRejected
from engine.orchestration.events import Published
from runs.errors import RunRefused
from runs.ids import local_id_of
from runs.open_run import OpenRun
from runs.outbox import Row

KIND = "published"


def handle(work: OpenRun, row: Row) -> None:
    """A run that has ended does not hear it any more."""
    payload = row.payload
    by_id = payload.get("by")
    event = Published(
        at=work.at,
        by=f"user:{by_id}" if by_id else "",
        step=local_id_of(payload["step"]) if payload.get("step") else 0,
        status=payload.get("status", ""),
    )
    try:
        work.apply(event, f"outbox:{row.id}", by_id)
    except (RunRefused, EventRejected):
        return
