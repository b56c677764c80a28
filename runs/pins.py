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
_RUNS = Run._meta.db_table
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

    The number is taken from here on: runs that the run's own first turn starts get others, though its row comes last.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            number = f"nextval(pg_get_serial_sequence('{_RUNS}', 'id'))"
            cursor.execute(f"SELECT MAX(activated_at), SUM(id), {number} FROM {_TABLE} WHERE status = 'active'")  # noqa: S608
            found = cursor.fetchone()
        else:
            found = _next_on_sqlite(cursor)
    latest, count, run_id = found
    return (latest, count), run_id


def _next_on_sqlite(cursor: Any) -> tuple[Any, int, int]:
    """SQLite keeps the last number of a table in a table, which has no line for those that never held a row."""
    wanted = f"{STAMP_COLUMNS['active_latest']}, {STAMP_COLUMNS['active_sum']}, seq"
    cursor.execute(f"UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = '{_RUNS}' RETURNING {wanted}")  # noqa: S608
    found = cursor.fetchone()
    if found is None:
        cursor.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('{_RUNS}', 1) RETURNING {wanted}")  # noqa: S608
        found = cursor.fetchone()
    first: tuple[Any, int, int] = found
    return first


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
