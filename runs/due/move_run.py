"""One run of a batch goes on in another version."""

from runs.models import MoveStatus, RunMove
from runs.moving import applying
from runs.open_run import OpenRun
from runs.outbox import Row

KIND = "move_run"


def handle(work: OpenRun, row: Row) -> None:
    one = RunMove.objects.select_related("batch").filter(pk=row.payload["move"]).first()
    if one is not None and one.status == MoveStatus.WAITING:
        applying.move(work, one)


def give_up(work: OpenRun, row: Row, message: str) -> None:
    """It failed as no move should, again and again: the run stays where it is, the others go on."""
    RunMove.objects.filter(pk=row.payload["move"], status=MoveStatus.WAITING).update(
        status=MoveStatus.FAILED, message=message, at=work.now
    )
