"""Starting a run from inside somebody else's transaction: the run's row now, its first turn after the commit."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from runs import clock, control, one_live, outbox, pins
from runs.errors import StartedTooDeep
from runs.inputs import packed_inputs
from runs.models import Run
from runs.parts import parts_of
from runs.ports import Intent
from runs.services import record_of, startable
from runs.writing import current

DEPTH_BOUND = 16  # runs that started one another


def start(*, api_name: str, inputs: Mapping[str, Any], record_id: str = "", by: Any = None, key: str = "") -> Run:
    """key: the same key starts one run, however often it is asked. The start option of the automation holds (R25).

    raises: NotFound, NoActiveVersion, NotStartable, UnknownInput, MissingInput, BadInput, LiveRunExists, StartedTooDeep
    """
    if key and (found := Run.objects.filter(start_key=key).first()) is not None:
        return found
    active = startable(api_name, pins.read_stamp())
    defn = parts_of(active.version_id).defn
    packed = packed_inputs(defn, inputs, record_id=record_id)
    run = Run(
        flow_id=active.flow_id,
        version_id=active.version_id,
        started_by=by,
        started_at=clock.now(),
        start_key=key or None,
        depth=_depth(api_name),
        **record_of(packed, record_id, by),
    )
    try:
        with transaction.atomic():
            return _insert(run, defn.start.one_live, {"by": control.name_of(by), "inputs": packed})
    except IntegrityError:
        if key and (found := Run.objects.filter(start_key=key).first()) is not None:
            return found
        raise


def _insert(run: Run, option: str, payload: dict[str, Any]) -> Run:
    if option and run.record_id and (live := one_live.live_run(run.flow_id, run.record_id)) is not None:
        return one_live.beside(live, run, option, payload)
    run.save(force_insert=True)
    outbox.insert([Intent(run_id=run.pk, kind=one_live.START, payload=payload)], now=run.started_at)
    return run


def _depth(api_name: str) -> int:
    """raises StartedTooDeep: runs whose flows start one another would never come to an end"""
    writer = current()
    depth = writer.depth + 1 if writer else 0
    if depth > DEPTH_BOUND:
        raise StartedTooDeep(api_name=api_name, bound=DEPTH_BOUND)
    return depth
