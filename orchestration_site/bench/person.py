"""The person of the benchmark does work items as the Work Guide's view does."""

from dataclasses import dataclass

from runs import sql
from web.lookup import first_where
from workitems import services
from workitems.models import WorkItem, WorkItemStatus
from workitems.viewer import Viewer

_WAITING = (
    f"SELECT run_id FROM {WorkItem._meta.db_table} "  # noqa: S608 (constants only)
    "WHERE assignee_key = %s AND status = 'assigned' AND run_id >= %s ORDER BY run_id"
)


@dataclass
class WorkGuidePerson:
    viewer: Viewer

    def waiting(self, first: int) -> list[int]:
        return [run_id for (run_id,) in sql.fetch(_WAITING, [self.viewer.own_key, first])]

    def answer(self, run_id: int) -> None:
        item = first_where(WorkItem, run=run_id, status=WorkItemStatus.ASSIGNED.value)
        assert item is not None
        services.answer(viewer=self.viewer, item=item, revision=0, values={"answer": "yes"}, move="finish")
