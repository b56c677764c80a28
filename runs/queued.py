"""Starting a run from inside somebody else's transaction: the run's row now, its first turn after the commit."""

from collections.abc import Mapping
from typing import Any

from runs import clock, outbox, pins
from runs.inputs import packed_inputs
from runs.models import Run
from runs.parts import parts_of
from runs.ports import Intent
from runs.services import record_of, startable
from runs.writing import current


def start(*, api_name: str, inputs: Mapping[str, Any], record_id: str = "", by: Any = None) -> Run:
    """raises: NotFound, NoActiveVersion, NotStartable, UnknownInput, MissingInput, BadInput"""
    active = startable(api_name, pins.read_stamp())
    packed = packed_inputs(parts_of(active.version_id).defn, inputs, record_id=record_id)
    writer, now = current(), clock.now()
    run = Run.objects.create(
        flow_id=active.flow_id,
        version_id=active.version_id,
        started_by=by,
        started_at=now,
        depth=writer.depth + 1 if writer else 0,
        **record_of(packed, record_id, by),
    )
    payload = {"by": f"user:{by.pk}" if by is not None else "", "inputs": packed}
    outbox.insert([Intent(run_id=run.pk, kind="start", payload=payload)], now=now)
    return run
