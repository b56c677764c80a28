"""Runs that wait for a record: which records a run watches, and waking it when one of them is saved."""

from django.db import connection

from engine.orchestration import watched_records
from engine.orchestration.events import RecordChanged
from engine.orchestration.state import RunStatus
from records.models import Record
from runs import facts
from runs.models import Wake
from runs.open_run import OpenRun

KIND = "record_changed"


def watch(work: OpenRun) -> None:
    """Bring the run's Wake rows in line with what its open requirements name.

    A record that is newly watched is held against writers until the commit and looked at once more: a save that was
    under way while the requirement was judged is either seen here or finds the Wake row. None is lost between.
    """
    for _ in range(3):
        wanted = _wanted(work)
        fresh = wanted - set(work.run.watches)
        if not fresh or not _changed_meanwhile(work, fresh):
            break
    gone = set(work.run.watches) - wanted
    if gone:
        Wake.objects.filter(run_id=work.run.pk, record_id__in=gone).delete()
    if fresh:
        Wake.objects.bulk_create(
            [Wake(run_id=work.run.pk, record_id=record_id) for record_id in sorted(fresh)], ignore_conflicts=True
        )
    if gone or fresh:
        work.run.watches = sorted(wanted)


def _wanted(work: OpenRun) -> set[str]:
    if work.current.status != RunStatus.IN_PROGRESS:
        return set()
    return watched_records(work.defn, work.current, work.facts)


def _changed_meanwhile(work: OpenRun, record_ids: set[str]) -> bool:
    """Hold the records; when one differs from what the turn saw, settle again with what it is now."""
    if connection.vendor != "postgresql":
        return False  # SQLite: this transaction is the only writer
    with connection.cursor() as cursor:
        table = Record._meta.db_table
        cursor.execute(
            f"SELECT id FROM {table} WHERE id = ANY(%s) ORDER BY id FOR SHARE",  # noqa: S608 (constant)
            [sorted(record_ids)],
        )
    now = facts.load(record_ids)
    changed = [record_id for record_id, fields in now.items() if work.facts.get(record_id) != fields]
    if not changed:
        return False
    work.facts = {**work.facts, **now}
    for record_id in changed:
        key = f"seen:{record_id}:{work.run.turns_count}"
        work.apply(RecordChanged(at=work.at, record=record_id), key, work.by_id)
    return True
