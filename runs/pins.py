"""Which version of a flow a run calls. A stage pins the versions its steps call when it starts (R1).

Which versions are active is kept per process and checked by a stamp that the statement reading the run's row brings
along: starting a stage costs no statement of its own. The sum of their ids is in it because clocks may go back.
"""

from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.db import connection

from builder.models import Flow, FlowVersion, VersionStatus
from engine.document.stages import Stage
from runs.models import Run

_TABLE = FlowVersion._meta.db_table
STAMP_SQL = f"SELECT MAX(activated_at), SUM(id) FROM {_TABLE} WHERE status = 'active'"  # noqa: S608 (constants only)
STAMP_COLUMNS = {
    "active_latest": f"(SELECT MAX(activated_at) FROM {_TABLE} WHERE status = 'active')",  # noqa: S608
    "active_sum": f"(SELECT SUM(id) FROM {_TABLE} WHERE status = 'active')",  # noqa: S608
}
Stamp = tuple[Any, int]


@dataclass(frozen=True)
class Active:
    """An active version: ids of the flow and the version, the label people read, the kind (engine FlowKind)."""

    flow_id: int
    version_id: int
    label: str
    kind: str


@dataclass
class _Known:
    stamp: Stamp | None = None
    by_name: dict[str, Active] = field(default_factory=dict)


_known = _Known()
_lock = Lock()


def read_stamp() -> Stamp:
    with connection.cursor() as cursor:
        cursor.execute(STAMP_SQL)
        latest, count = cursor.fetchone()
    return latest, count


def read_stamp_and_next_run() -> tuple[Stamp, int]:
    """The stamp, and an id for a new run, in one statement: the run's row can then be written once, with all it holds.

    On SQLite the caller's transaction, which holds the write lock, makes the next number its own.
    """
    table = Run._meta.db_table
    if connection.vendor == "postgresql":
        number = f"nextval(pg_get_serial_sequence('{table}', 'id'))"
    else:
        number = f"(SELECT COALESCE(MAX(seq), 0) + 1 FROM sqlite_sequence WHERE name = '{table}')"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX(activated_at), SUM(id), {number} FROM {_TABLE} WHERE status = 'active'")  # noqa: S608
        latest, count, run_id = cursor.fetchone()
    return (latest, count), run_id


def active_flows(stamp: Stamp) -> dict[str, Active]:
    """Every active version by the flow's API name, as of `stamp`."""
    with _lock:
        if _known.stamp == stamp:
            return _known.by_name
    columns = ("api_name", "id", "active_id", "label", "kind")
    rows = Flow.objects.filter(active__status=VersionStatus.ACTIVE).values_list(*columns)
    by_name = {name: Active(flow_id, version_id, label, kind) for name, flow_id, version_id, label, kind in rows}
    with _lock:
        _known.stamp, _known.by_name = stamp, by_name
    return by_name


def pinned_for(stage: Stage, active: dict[str, Active]) -> dict[str, int]:
    """Version ids of every flow that the stage's steps and conditions call; those without an active one left out."""
    names = {step.action for step in stage.steps}
    gates = [stage.exit, *(gate for step in stage.steps for gate in (step.entry, step.exit))]
    names |= {gate.evaluation.flow for gate in gates if gate.evaluation is not None}
    return {name: active[name].version_id for name in names if name in active}
