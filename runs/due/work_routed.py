"""A flow gave the open work of a step to somebody else: the run's history says so.

The work item itself changed with the flow; this run was not locked then.
"""

from engine.orchestration.turn import TrailLine
from runs.ids import local_id_of
from runs.open_run import OpenRun
from runs.outbox import Row

KIND = "work_routed"


def handle(work: OpenRun, row: Row) -> None:
    if work.state is None:
        return
    payload, local_id = row.payload, local_id_of(row.payload["step"])
    step = work.step(local_id)
    name = step.name if step is not None else ""
    known = work.parts.steps.get(name)
    line = TrailLine(
        rule="R20",
        what="work_item_routed",
        subject=name,
        label=known.label if known else name,
        id=local_id,
        detail={"from": payload["from"], "to": payload["to"]},
    )
    work.annotate(line, f"outbox:{row.id}", payload.get("by"))
