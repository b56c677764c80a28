"""Carrying out a flow that listens to an event: once for each event, in a transaction of its own, kept in the log."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from builder.models import FlowVersion
from builder.selectors import definition_of
from engine.errors import Fault
from engine.flows.outcomes import Faulted, Finished
from records.ids import user_record_id
from runs import clock, flow_runs
from runs.models import FlowLog
from runs.record_work import RecordWork
from runs.story.elements import kept_trace


def perform(_run_id: int, payload: dict[str, Any], key: str) -> None:
    """Performer of "event_flow" rows. A fault is kept for managers; doing it again would fail again."""
    version = FlowVersion.objects.only("pk", "flow_id").filter(pk=payload["version"]).first()
    if version is None:
        return
    defn, by_id = definition_of(version.pk), payload.get("by")
    by = get_user_model()._default_manager.filter(pk=by_id).first() if by_id else None
    entry = FlowLog(
        flow_id=version.flow_id,
        version_id=version.pk,
        trigger=defn.start.trigger,
        record_object=defn.start.object,
        by=by,
        at=clock.now(),
        source_key=key[:60],
    )
    with transaction.atomic(durable=True):
        if FlowLog.objects.filter(source_key=entry.source_key).exists():
            return
        work = RecordWork(user=None, cause=f"flow:{defn.api_name}")
        with work:
            try:
                person = (user_record_id(by.pk) or "") if by is not None else ""
                at = clock.now().isoformat()
                outcome = flow_runs.settled(defn, {}, at=at, work=work, user=person, saving=payload["fields"])
            except Fault as fault:
                entry.status, entry.code, entry.message = "faulted", fault.fault_code[:40], str(fault)
            else:
                _note(entry, outcome)
            if entry.status == "finished":
                work.keep()
        entry.save()


def _note(entry: FlowLog, outcome: Any) -> None:
    entry.trace = kept_trace(outcome)
    if isinstance(outcome, Finished):
        return
    entry.status = "faulted"
    if isinstance(outcome, Faulted):
        entry.code, entry.message, entry.element = outcome.code[:40], outcome.message, outcome.element[:255]
    else:
        entry.code, entry.message = "flow_has_screen", "It shows a screen; a flow that an event starts cannot."
