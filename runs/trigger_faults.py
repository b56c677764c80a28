"""Start conditions that could not be judged: the save went on, people are told on the runs page."""

from records.signals import Change
from runs import clock
from runs.models import TriggerFault


def report(version_id: int, flow_id: int, change: Change, message: str) -> None:
    TriggerFault.objects.create(
        flow_id=flow_id,
        version_id=version_id,
        record_object=change.object,
        record_id=change.record_id,
        message=message,
        at=clock.now(),
    )
