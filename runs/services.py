"""Starting runs, finishing their work, telling them of events; steering and repairing them is in runs/control.py.

`by` is a user, or None for the system; each call is one transaction.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from builder.models import Flow
from engine.document import Definition
from engine.orchestration import events
from engine.orchestration.events import RunStarted
from engine.orchestration.turn import TrailLine
from engine.values import Json, pack
from records import selectors as records
from runs import access, clock, control, finishing, one_live, pins, turns, waits
from runs.control import cancel_run, resume_run, retry_run, skip, suspend_run
from runs.errors import NoActiveVersion, NotStartable
from runs.flushing import flush
from runs.ids import local_id_of
from runs.inputs import packed_inputs, records_named
from runs.models import Run, RunTurn
from runs.parts import parts_of
from runs.ports import Intent
from runs.writing import current
from web.errors import NotFound

__all__ = [
    "annotate",
    "cancel_run",
    "finish_work",
    "publish_event",
    "resume_run",
    "retry_run",
    "skip",
    "start_run",
    "startable",
    "suspend_run",
    "why_not_startable",
]


def start_run(
    *,
    api_name: str,
    inputs: Mapping[str, Any] | None = None,
    record_id: str = "",
    by: Any = None,
    key: str | None = None,
) -> Run:
    """Start an autolaunched orchestration; its first turn is part of the same transaction.

    inputs:    plain JSON or engine values by variable name; record_id: goes to the input that takes such a record
    key:       the same key starts one run, however often it is asked
    While another run is live for the record the automation's start option may answer with that run, or queue (R25).
    raises:    NotFound, NoActiveVersion, NotStartable, UnknownInput, MissingInput, BadInput, NotAllowed, LiveRunExists
    """
    access.require(by, access.START, "start automations")
    if key and (found := Run.objects.filter(start_key=key).first()) is not None:
        return found
    try:
        with transaction.atomic():
            stamp, run_id = pins.read_stamp_and_next_run()
            active = startable(api_name, stamp)
            defn = parts_of(active.version_id).defn
            packed = packed_inputs(defn, inputs or {}, record_id=record_id)
            record = record_of(packed, record_id, by)
            run = _new(run_id, active, record, by, key)
            if defn.start.one_live and record and (live := one_live.live_run(active.flow_id, run.record_id)):
                return one_live.beside(live, run, defn.start.one_live, {"inputs": packed, "by": control.name_of(by)})
            return _begin(run, stamp, packed, by)
    except IntegrityError:
        if key and (found := Run.objects.filter(start_key=key).first()) is not None:
            return found
        raise


def startable(api_name: str, stamp: pins.Stamp) -> pins.Active:
    """raises: NotFound, NoActiveVersion, NotStartable"""
    active = pins.active_flows(stamp).get(api_name)
    if active is None:
        if not Flow.objects.filter(api_name=api_name).exists():
            raise NotFound(what="automation", name=api_name)
        raise NoActiveVersion(api_name=api_name)
    why = why_not_startable(parts_of(active.version_id).defn)
    if why:
        raise NotStartable(api_name=api_name, reason=why)
    return active


def why_not_startable(defn: Definition) -> str:
    if not defn.kind.is_orchestration:
        return "it is not an orchestration"
    return "saving a record starts it" if defn.start.trigger else ""


def _new(run_id: int, active: pins.Active, record: dict[str, str], by: Any, key: str | None) -> Run:
    writer = current()
    return Run(
        id=run_id,
        flow_id=active.flow_id,
        version_id=active.version_id,
        started_by=by,
        started_at=clock.now(),
        start_key=key or None,
        depth=writer.depth + 1 if writer else 0,
        **record,
    )


def _begin(run: Run, stamp: pins.Stamp, packed: dict[str, Json], by: Any) -> Run:
    work = turns.fresh(run, stamp)
    event = RunStarted(at=work.at, by=f"user:{by.pk}" if by is not None else "", instance=str(run.pk), inputs=packed)
    work.apply(event, "start", by.pk if by is not None else None)
    flush(work)
    return run


def record_of(packed: dict[str, Json], record_id: str, by: Any) -> dict[str, str]:
    """The record a run is about, as the run's row keeps it: the one given, else the inputs' (`record_named`).

    raises: NotFound for a record the starter may not see
    """
    named, *others = records_named(packed) or [""]
    for other in others:
        _must_see(by, other)
    if not record_id and (not named or records.object_of_id(named) is None):
        return {}
    shown = _must_see(by, record_id or named)
    return {"record_id": shown.id, "record_object": shown.object, "record_name": shown.name[:255]}


def _must_see(by: Any, record_id: str) -> records.RecordSummary:
    shown = records.display(record_id)
    if shown is None or (by is not None and not records.visible_to(by, record_id)):
        raise NotFound(what="record", name=record_id)
    return shown


def finish_work(
    *,
    run_id: int,
    step_run_id: int,
    outputs: Mapping[str, Any],
    by: Any,
    source_key: str = "",
    guard: Callable[[], None] | None = None,
) -> RunTurn:
    """A person is done with a step without screens of ours (Approve, Reject). One turn per step, whoever asks again.

    outputs: engine values or packed ones by name
    guard:   called once the run is locked; raises a Refusal when the person may not do this (any more)
    raises:  AlreadyCompleted, WorkOver, NotFound
    """
    packed = {name: value if isinstance(value, dict) else pack(value) for name, value in outputs.items()}
    with turns.held(run_id) as work:
        if guard is not None and finishing.waiting_step(work, step_run_id, by) is not None:
            guard()
        return finishing.finish(work, step_run_id, packed, by)


def annotate(
    *,
    run_id: int,
    step_run_id: int,
    what: str,
    detail: dict[str, Any],
    by: Any,
    change: Callable[[datetime], list[Intent]],
) -> RunTurn:
    """Do something to a step's work that changes no state of the run (hand it over) and keep it in the run's history.

    change: called with the run locked; gives what is to be told afterwards, or raises a Refusal
    """
    with turns.held(run_id) as work:
        work.pending.intents += change(work.now)
        step = work.step(local_id_of(step_run_id)) if work.state is not None else None
        name = step.name if step is not None else ""
        known = work.parts.steps.get(name)
        line = TrailLine(
            rule="R20",
            what=what,
            subject=name,
            label=known.label if known else name,
            id=local_id_of(step_run_id),
            detail=detail,
        )
        key = f"{what}:{step_run_id}:{work.run.turns_count}"
        return work.annotate(line, key, by.pk if by is not None else None)


def publish_event(
    *,
    run_id: int,
    step_run_id: int | None = None,
    step_status: str = "",
    outputs: Mapping[str, Any] | None = None,
    by: Any = None,
    key: str = "",
) -> Run:
    """An orchestration event: requirements are judged again; with a step and a status that step ends too.

    raises: RunRefused, NotFound, NotAllowed
    """
    access.require(by, access.MANAGE, "publish orchestration events")
    step = local_id_of(step_run_id) if step_run_id else 0
    packed = {name: pack(value) for name, value in (outputs or {}).items()}
    with turns.held(run_id) as work:
        event = events.Published(at=work.at, by=control.name_of(by), step=step, status=step_status, outputs=packed)  # type: ignore[arg-type]
        work.apply(event, key or f"event:{work.run.turns_count}", by.pk if by is not None else None)
        if step and not step_status:
            waits.published(run_id, step, at=work.now)
    return work.run
