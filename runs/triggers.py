"""A saved record starts runs and wakes those that wait for it: rows in the saving transaction, no run is locked."""

import logging
from dataclasses import dataclass
from typing import Any

from builder.selectors import definition_of
from engine.errors import EngineError
from records.signals import Change
from runs import clock, listeners, one_live, outbox, record_flows, start_conditions
from runs.models import Run
from runs.occasions import paths
from runs.ports import Intent
from runs.trigger_faults import report
from runs.wakes import KIND as WAKE
from runs.writing import current

log = logging.getLogger(__name__)

DEPTH_BOUND = 16  # runs that started each other by saving records
_ON = {"create": {"create", "create_and_update"}, "update": {"update", "create_and_update"}, "delete": {"delete"}}


@dataclass(frozen=True, slots=True)
class _Met:
    """A version that the change starts, and why."""

    version_id: int
    flow_id: int
    because: dict[str, Any]


def on_records_changed(changes: list[Change], by: Any, cause: str, **_: Any) -> None:
    """Receiver of `records_changed`, inside the saving transaction. One statement when nothing listens."""
    found = _listeners(changes)
    writer = current()
    now = clock.now()
    intents = [
        Intent(run_id=run_id, kind=WAKE, payload={"record": record_id})
        for run_id, record_id in found.waiting
        if writer is None or writer.run_id != run_id
    ]
    depth = writer.depth + 1 if writer else 0
    starts = _allowed([(change, met) for change in changes for met in _met(change, found, depth, by)])
    if starts:
        runs = [_run(change, met.version_id, met.flow_id, by, depth, now) for change, met, _ in starts]
        Run.objects.bulk_create(runs)
        for run, (change, met, queued) in zip(runs, starts, strict=True):
            intents.append(_start(run, change, by, met.because, queued=queued))
    outbox.insert(intents, now=now)
    record_flows.after_save(changes, found, by=by, cause=cause)
    _keep_paths(changes, found, by)


def _keep_paths(changes: list[Change], found: listeners.Found, by: Any) -> None:
    """Scheduled paths of what listens to the objects; no statement where nothing has any."""
    for change in changes:
        on = _sort_of(change)
        for version_id, flow_id, wanted in found.triggers.get(change.object, ()):
            paths.keep(change, version_id, flow_id, listens=wanted in _ON[on], by=by)


def _sort_of(change: Change) -> str:
    return "create" if change.before is None else "delete" if change.after is None else "update"


def _listeners(changes: list[Change]) -> listeners.Found:
    """What was found before the save; nobody asks before a record is deleted."""
    objects, ids = {change.object for change in changes}, [change.record_id for change in changes]
    deleted = any(change.after is None for change in changes)
    return listeners.now(objects, ids) if deleted else listeners.told(objects, ids)


def _met(change: Change, found: listeners.Found, depth: int, by: Any) -> list[_Met]:
    on = _sort_of(change)
    met = []
    for version_id, flow_id, wanted in sorted(found.triggers.get(change.object, ())):
        because = _because(version_id, flow_id, change, depth, by) if wanted in _ON[on] else None
        if because is not None:
            met.append(_Met(version_id, flow_id, because))
    return met


def _because(version_id: int, flow_id: int, change: Change, depth: int, by: Any) -> dict[str, Any] | None:
    """Why it starts, None when it does not. A condition that cannot be judged never fails the save: it is told on the
    runs page and in the log."""
    defn = definition_of(version_id)
    if not defn.kind.is_orchestration or defn.start.trigger != "record_after_save":
        return None
    if defn.start.connector is None and defn.start.paths:
        return None  # it only has paths that run later
    try:
        met = start_conditions.met(defn, change, by)
    except EngineError as error:
        log.warning("the start condition of %s failed for %s: %s", defn.api_name, change.record_id, error)
        report(version_id, flow_id, change, str(error))
        return None
    if met is not None and depth > DEPTH_BOUND:
        message = f"{DEPTH_BOUND} runs have started one another by saving records; this one was not started."
        log.error("%s: %s", defn.api_name, message)
        report(version_id, flow_id, change, message)
        return None
    return met


def _run(change: Change, version_id: int, flow_id: int, by: Any, depth: int, now: Any) -> Run:
    fields = change.after or change.before or {}
    name = fields.get("Name")
    return Run(
        flow_id=flow_id,
        version_id=version_id,
        record_object=change.object,
        record_id=change.record_id,
        record_name=name[:255] if isinstance(name, str) else "",
        started_by=by,
        started_at=now,
        depth=depth,
    )


def _allowed(starts: list[tuple[Change, "_Met"]]) -> list[tuple[Change, "_Met", bool]]:
    """Those that the automation's option lets begin or queue beside a live run of the record (R25); the others are left
    out: a save is never refused. The last says whether it waits for its turn."""
    allowed: list[tuple[Change, _Met, bool]] = []
    for change, met in starts:
        option = definition_of(met.version_id).start.one_live
        beside = bool(option) and (
            any(one.record_id == change.record_id and other.flow_id == met.flow_id for one, other, _ in allowed)
            or one_live.live_run(met.flow_id, change.record_id) is not None
        )
        if not beside or option == "queue":
            allowed.append((change, met, beside))
    return allowed


def _start(run: Run, change: Change, by: Any, because: dict[str, Any], *, queued: bool) -> Intent:
    payload = {
        "record": change.record_id,
        "record_object": change.object,
        "prior": change.before,
        "by": f"user:{by.pk}" if by is not None else "",
        "because": because,
    }
    if queued:
        due_at = run.started_at + one_live.LOOK_AGAIN
        return Intent(run_id=run.pk, kind="start", payload={**payload, "queued": True}, due_at=due_at)
    return Intent(run_id=run.pk, kind="start", payload=payload)
