"""Rows for the deadlines of steps: an outbox row for each that the state waits for, none for any other (R30)."""

from datetime import datetime

from engine.orchestration.timers import timers_of
from runs.models import OutboxRow
from runs.open_run import OpenRun

KIND = "timer"


def keep(work: OpenRun) -> None:
    """Bring the rows in line with the state; no statement where nothing changed."""
    before = timers_of(work.before) if work.before is not None else {}
    after = timers_of(work.current)
    if before == after:
        return
    gone = {name for name, at in before.items() if after.get(name) != at}
    if gone:
        rows = OutboxRow.objects.filter(run_id=work.run.pk, kind=KIND).values_list("pk", "payload")
        dead = [pk for pk, payload in rows if payload.get("timer") in gone]
        OutboxRow.objects.filter(pk__in=dead).delete()
    for name, at in after.items():
        if before.get(name) != at:
            work.later(KIND, {"timer": name}, datetime.fromisoformat(at))
