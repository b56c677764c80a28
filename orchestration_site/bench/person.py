"""The person of the benchmark does work items as the Work Guide's view does."""

from dataclasses import dataclass

from workitems import services
from workitems.models import WorkItem, WorkItemStatus
from workitems.viewer import Viewer


@dataclass
class WorkGuidePerson:
    viewer: Viewer

    def waiting(self, first: int) -> list[int]:
        items = WorkItem.objects.filter(assignee_key=self.viewer.own_key, status=WorkItemStatus.ASSIGNED)
        return list(items.filter(run_id__gte=first).order_by("run_id").values_list("run_id", flat=True))

    def answer(self, run_id: int) -> None:
        item = WorkItem.objects.get(run_id=run_id, status=WorkItemStatus.ASSIGNED)
        services.answer(viewer=self.viewer, item=item, revision=0, values={"answer": "yes"}, move="finish")
