"""Flows that a record starts when it is saved or deleted: before the save, in place, or after it, in its transaction.

The order: 1 to 1000 first, then flows without an order, then the rest; within one by when they were made. Whatever such
a flow cannot do stops the save, and nothing of it is left; its fault is kept for managers once the save is undone.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from builder.models import FlowVersion
from builder.selectors import definition_of
from engine.document import Definition
from engine.errors import EngineError, Fault
from engine.flows.outcomes import Faulted, Finished, Outcome, Waiting
from engine.values import Json, pack, unpack
from records.ids import user_record_id
from records.ports import Save
from records.signals import Change
from runs import clock, flow_runs, listeners, start_conditions
from runs.errors import FlowStoppedSave
from runs.models import FlowLog
from runs.record_work import RecordWork
from runs.story.elements import kept_trace
from runs.trigger_faults import report
from web.errors import Refusal

log = logging.getLogger(__name__)

DEPTH_BOUND = 16  # flows that started one another by saving records
BEFORE, AFTER, DELETE = "record_before_save", "record_after_save", "record_before_delete"
_ON = {"create": {"create", "create_and_update"}, "update": {"update", "create_and_update"}, "delete": {"delete"}}

_running: ContextVar[tuple[str, ...]] = ContextVar("stagecraft_record_flows", default=())


def before_save(saves: list[Save], *, by: Any, cause: str) -> None:
    """records.ports.BeforeSave: flows set fields of what is about to be saved. One statement."""
    found = listeners.ask({save.object for save in saves}, [save.record_id for save in saves])
    for save in saves:
        for version_id, flow_id in ordered(found, save.object, BEFORE):
            _set_in_place(save, version_id, flow_id, by)


def _set_in_place(save: Save, version_id: int, flow_id: int, by: Any) -> None:
    defn = definition_of(version_id)
    prior = None if save.before is None else {name: pack(value) for name, value in save.before.fields.items()}
    fields = (save.before.fields if save.before is not None else {}) | save.values
    saving = {name: pack(value) for name, value in fields.items()}
    change = Change(save.object, save.record_id if save.before else "", prior, saving)
    if not _starts(defn, version_id, flow_id, change, by):
        return
    outcome = _run(defn, change, by, cause="", version_id=version_id, saving=saving)
    after = outcome.interview.saving or {}
    for name, value in after.items():
        if saving.get(name) != value:
            save.values[name] = unpack(value)


def after_save(changes: list[Change], found: listeners.Found, *, by: Any, cause: str) -> None:
    """Flows of the changes, in order. found: active versions by object, whatever their kind."""
    kept: list[FlowLog] = []
    for change in changes:
        trigger = DELETE if change.after is None else AFTER
        for version_id, flow_id in ordered(found, change.object, trigger):
            defn = definition_of(version_id)
            if not _starts(defn, version_id, flow_id, change, by):
                continue
            saving = change.before if change.after is None else None
            outcome = _run(defn, change, by, cause=cause, version_id=version_id, saving=saving)
            entry = line(version_id, flow_id, defn, change, by)
            entry.trace = kept_trace(outcome)
            kept.append(entry)
    if kept:
        FlowLog.objects.bulk_create(kept)


def ordered(found: listeners.Found, object_name: str, trigger: str) -> list[tuple[int, int]]:
    """(version, flow) of plain flows that listen to this, in the order in which they run."""
    listening = [(version, flow) for version, flow, _on in found.triggers.get(object_name, ())]
    own = [one for one in listening if _is_plain(definition_of(one[0]), trigger)]
    return sorted(own, key=lambda one: (_place(definition_of(one[0]).trigger_order), one[1]))


def _place(order: int) -> float:
    return order if 0 < order <= 1000 else 1000.5 if order == 0 else order


def _is_plain(defn: Definition, trigger: str) -> bool:
    return not defn.kind.is_orchestration and defn.start.trigger == trigger


def _starts(defn: Definition, version_id: int, flow_id: int, change: Change, by: Any) -> bool:
    """Whether the change meets the start; a condition that cannot be judged is told, and starts nothing."""
    on = "create" if change.before is None else "delete" if change.after is None else "update"
    if defn.start.on not in _ON[on]:
        return False
    judged = change if change.after is not None else Change(change.object, change.record_id, None, change.before)
    try:
        return start_conditions.met(defn, judged, by) is not None
    except EngineError as error:
        log.warning("the start condition of %s failed for %s: %s", defn.api_name, change.record_id, error)
        report(version_id, flow_id, change, str(error))
        return False


def _run(
    defn: Definition, change: Change, by: Any, *, cause: str, version_id: int, saving: dict[str, Json] | None
) -> Outcome:
    """To its end. raises FlowStoppedSave"""
    with _inside(defn, change, version_id):
        work = RecordWork(user=None, cause=cause or f"flow:{defn.api_name}")
        facts = {} if saving is not None or change.after is None else {change.record_id: _record(change)}
        try:
            with work:
                outcome = flow_runs.settled(
                    defn,
                    {},
                    at=clock.now().isoformat(),
                    work=work,
                    user=(user_record_id(by.pk) or "") if by is not None else "",
                    record=change.record_id,
                    prior=change.before,
                    facts=facts,
                    saving=saving,
                )
                if isinstance(outcome, Finished):
                    work.keep()
                    return outcome
        except Fault as fault:
            raise _stopped(defn, version_id, change, str(fault), fault.fault_code) from fault
    if isinstance(outcome, Faulted):
        raise _stopped(defn, version_id, change, outcome.message, outcome.code, outcome)
    if isinstance(outcome, Waiting):
        message = "It waits, which would keep the save waiting; a scheduled path runs later."
        raise _stopped(defn, version_id, change, message, "flow_waits")
    raise _stopped(
        defn, version_id, change, "It shows a screen; a flow that a record starts cannot.", "flow_has_screen"
    )


@contextmanager
def _inside(defn: Definition, change: Change, version_id: int) -> Iterator[None]:
    """raises FlowStoppedSave when flows start one another without an end"""
    running = _running.get()
    if len(running) >= DEPTH_BOUND:
        chain = " → ".join([*dict.fromkeys(running[-4:]), defn.label])
        message = f"{DEPTH_BOUND} flows started one another by saving records, the last: {chain}."
        raise _stopped(defn, version_id, change, message, "trigger_recursion")
    token = _running.set((*running, defn.label))
    try:
        yield
    finally:
        _running.reset(token)


def _record(change: Change) -> Json:
    return {"$record": change.record_id, "object": change.object, "fields": change.after or {}}


def _stopped(
    defn: Definition, version_id: int, change: Change, message: str, code: str, outcome: Faulted | None = None
) -> FlowStoppedSave:
    """A custom error speaks for itself; for other faults the flow is named."""
    says = message if code == "custom_error" else f"The flow {defn.label} stopped this: {message}"
    entry = line(version_id, 0, defn, change, None, message=message, code=code)
    entry.element = outcome.element[:255] if outcome else ""
    entry.trace = kept_trace(outcome) if outcome else ""
    fields = {name: text for name, text in (outcome.fields if outcome else {}).items() if name}
    general = (outcome.fields if outcome else {}).get("")
    if general and fields:
        fields["__all__"] = general
    return FlowStoppedSave(summary=says, fields=fields, entry=entry)


def line(
    version_id: int,
    flow_id: int,
    defn: Definition,
    change: Change,
    by: Any,
    *,
    message: str = "",
    code: str = "",
) -> FlowLog:
    fields = change.after or change.before or {}
    name = fields.get("Name")
    return FlowLog(
        flow_id=flow_id,
        version_id=version_id,
        status="faulted" if code else "finished",
        trigger=defn.start.trigger,
        record_object=change.object,
        record_id=change.record_id,
        record_name=name[:255] if isinstance(name, str) else "",
        code=code[:40],
        message=message,
        by=by,
        at=clock.now(),
    )


def save_refused(refusal: Refusal) -> None:
    """records.ports.SaveRefused: the fault is kept, now that the save is undone."""
    entry = refusal.context.get("entry") if isinstance(refusal, FlowStoppedSave) else None
    if not isinstance(entry, FlowLog):
        return
    entry.flow_id = FlowVersion.objects.values_list("flow_id", flat=True).get(pk=entry.version_id)
    entry.save()
