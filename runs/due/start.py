"""The first turn of a run that a saved record started, or that waited for another of its record to end."""

from dataclasses import replace

from engine.orchestration.events import RunStarted
from runs import one_live, outbox
from runs.open_run import OpenRun
from runs.outbox import Row


def handle(work: OpenRun, row: Row) -> None:
    payload = row.payload
    if payload.get("queued") and work.state is None and (later := one_live.waits(work)) is not None:
        outbox.insert([replace(later, payload=payload)], now=work.now)
        return
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
