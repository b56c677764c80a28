"""Moving one run, and taking it back, with its row locked (R40, R41). One turn each."""

import msgspec

from builder.models import FlowVersion
from engine.orchestration.events import RunMoved
from engine.orchestration.moving import Choices, FindingKind, Plan, plan, plan_back
from runs import codec
from runs.models import MoveBatch, MoveStatus, OutboxRow, Run, RunMove
from runs.open_run import OpenRun
from runs.parts import parts_of
from runs.performing.run_flow import KIND, RESUME

NOT_BEGUN = "The run has not begun yet. Try again in a moment."
THERE_ALREADY = "The run is in this version already."
MOVED_ON = "The run has moved on since it was moved; what happened then would be lost."


def choices_of(batch: MoveBatch) -> Choices:
    return msgspec.convert(batch.choices, Choices)


def move(work: OpenRun, one: RunMove) -> None:
    """Judges the run as it is now, whatever a dry run said; one that does not fit is left alone, with the reason."""
    batch = one.batch
    one.at = work.now
    if why := _not_movable(work.run, batch):
        _say(one, MoveStatus.SKIPPED, why)
        return
    made = planned(work, batch.to_version_id, choices_of(batch))
    if made.state is None:
        _say(one, MoveStatus.SKIPPED, " ".join(f.message for f in made.findings if f.kind is not FindingKind.NOTE))
        return
    one.from_version_id, one.before, one.pins = work.run.version_id, codec.dump_state(work.current), work.run.pins
    numbers = _numbers(work.run.version_id, batch.to_version_id)
    event = RunMoved(
        at=work.at,
        by=f"user:{batch.by_id}" if batch.by_id else "",
        state=made.state,
        stopped=made.stopped,
        version=batch.to_version_id,
        number=numbers[batch.to_version_id],
        from_number=numbers[work.run.version_id],
        reason=batch.reason,
    )
    work.go_to_version(batch.to_version_id, made.state, work.pinned())
    work.forget_facts()
    work.apply(event, f"move:{one.pk}", batch.by_id)
    one.turn = work.run.turns_count
    _say(one, MoveStatus.MOVED, " ".join(f.message for f in made.findings))


def take_back(work: OpenRun, one: RunMove, *, by_id: int | None) -> None:
    """Only a run to which nothing has happened since; another one stays where it is, with the reason."""
    if work.run.turns_count != one.turn:
        _say(one, MoveStatus.KEPT, MOVED_ON)
        return
    made = plan_back(work.defn, work.current, codec.load_state(one.before))
    if made.state is None or one.from_version_id is None:
        _say(one, MoveStatus.KEPT, made.why_not)
        return
    numbers = _numbers(work.run.version_id, one.from_version_id)
    queued = _queued(work.run)
    event = RunMoved(
        at=work.at,
        by=f"user:{by_id}" if by_id else "",
        state=made.state,
        stopped=made.stopped,
        again=tuple(step for step in made.again if step not in queued),
        version=one.from_version_id,
        number=numbers[one.from_version_id],
        from_number=numbers[work.run.version_id],
        back=True,
    )
    work.go_to_version(one.from_version_id, made.state, {})
    work.run.pins = one.pins
    work.forget_facts()
    work.apply(event, f"move_back:{one.pk}", by_id)
    _say(one, MoveStatus.UNDONE, "")


def planned(work: OpenRun, version_id: int, choices: Choices) -> Plan:
    return plan(work.defn, parts_of(version_id).defn, work.current, choices)


def _queued(run: Run) -> set[int]:
    """Steps whose flow still has a row: it was not begun, or waits, and goes on by itself when the step does."""
    rows = OutboxRow.objects.filter(run=run, kind__in=(KIND, RESUME)).values_list("payload", flat=True)
    return {payload["step"] for payload in rows}


def _not_movable(run: Run, batch: MoveBatch) -> str:
    if not run.state:
        return NOT_BEGUN
    return THERE_ALREADY if run.version_id == batch.to_version_id else ""


def _say(one: RunMove, status: MoveStatus, message: str) -> None:
    one.status, one.message = status, message
    one.save(update_fields=["status", "message", "from_version", "before", "pins", "turn", "at"])


def _numbers(*version_ids: int) -> dict[int, int]:
    return dict(FlowVersion.objects.filter(pk__in=version_ids).values_list("pk", "number"))
