"""The first turn of a run that a saved record started."""

from engine.orchestration.events import RunStarted
from runs.open_run import OpenRun
from runs.outbox import Row


def handle(work: OpenRun, row: Row) -> None:
    payload = row.payload
    event = RunStarted(
        at=work.at,
        by=payload.get("by", ""),
        instance=str(work.run.pk),
        inputs=payload.get("inputs", {}),
        record=payload.get("record", ""),
        record_object=payload.get("record_object", ""),
        prior=payload.get("prior"),
        because=payload.get("because", {}),
        path=payload.get("path", ""),
    )
    work.apply(event, "start", work.run.started_by_id)
