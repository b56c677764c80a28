"""The move of one run is taken back."""

from runs.models import MoveStatus, RunMove
from runs.moving import applying
from runs.open_run import OpenRun
from runs.outbox import Row

KIND = "move_back"


def handle(work: OpenRun, row: Row) -> None:
    one = RunMove.objects.select_related("batch").filter(pk=row.payload["move"]).first()
    if one is not None and one.status == MoveStatus.UNDOING:
        applying.take_back(work, one, by_id=row.payload["by"])


def give_up(work: OpenRun, row: Row, message: str) -> None:
    RunMove.objects.filter(pk=row.payload["move"], status=MoveStatus.UNDOING).update(
        status=MoveStatus.KEPT, message=message
    )
