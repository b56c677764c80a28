"""A move as the event it is for this run, with the key under which a shell would deliver it."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from engine.orchestration import events as ev
from engine.simulation.moves import Move
from engine.values import pack

if TYPE_CHECKING:
    from engine.simulation.play import Play

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
AT = BEGIN.isoformat()
NEVER = 9_999_999  # an id no step run has
Delivery = tuple[ev.Event, str]


def delivery(play: "Play", move: Move) -> Delivery | None:
    """None: there is nothing of the kind to deliver (any more)."""
    found: Delivery | None = DELIVERIES[move.do](play, move)
    if found is None or not play.account.minute:
        return found
    event, key = found
    return msgspec.structs.replace(event, at=time_of(play.account.minute)), key


def time_of(minute: int) -> str:
    """The simulated clock as an event tells it."""
    return (BEGIN + timedelta(minutes=minute)).isoformat()


def _finish(play: "Play", move: Move) -> Delivery | None:
    step = play.find_step(move)
    if step is None or step.id not in play.items:
        return None
    event = ev.StepFinished(at=AT, by=f"user:{move.who}", step=step.id, outputs=_outputs(move))
    return event, f"step:{step.id}:{step.attempt}:finished"


def _work(play: "Play", move: Move) -> Delivery | None:
    """The end of a background flow; a shell drops what an attempt before this one gives."""
    step = play.find_step(move)
    if step is None or step.id not in play.jobs:
        return None
    key = f"step:{step.id}:{step.attempt}:done"
    if move.fails:
        return ev.StepFailed(at=AT, step=step.id, message="It broke."), key
    return ev.StepFinished(at=AT, step=step.id, outputs=_outputs(move)), key


def _answer(play: "Play", move: Move) -> Delivery | None:
    subject = play.find_subject(move)
    if (move.role, subject) not in play.questions:
        return None
    return ev.ConditionAnswered(at=AT, subject=subject, role=move.role, met=move.met), ""  # type: ignore[arg-type]


def _wake(play: "Play", move: Move) -> Delivery | None:
    return (ev.RecordChanged(at=AT, record=move.record), "") if move.record in play.wakes else None


def _result(play: "Play", move: Move) -> Delivery:
    step = play.find_step(move)
    step_id = step.id if step else NEVER
    if move.fails:
        return ev.StepFailed(at=AT, step=step_id, message="It broke."), ""
    return ev.StepFinished(at=AT, by=f"user:{move.who}", step=step_id, outputs=_outputs(move)), ""


def _publish(play: "Play", move: Move) -> Delivery:
    step = play.find_step(move)
    outputs = _outputs(move) if step else {}
    return ev.Published(at=AT, step=step.id if step else 0, status=move.role, outputs=outputs), ""  # type: ignore[arg-type]


def _skip(play: "Play", move: Move) -> Delivery:
    if move.role == "stage":
        return ev.SkipAsked(at=AT, stage=play.find_subject(move) or NEVER, reason="No need."), ""
    step = play.find_step(move)
    return ev.SkipAsked(at=AT, step=step.id if step else NEVER, outputs=_outputs(move), reason="No need."), ""


def _retry(play: "Play", move: Move) -> Delivery:
    if move.role == "stage":
        return ev.RetryAsked(at=AT, stage=move.step), ""
    if move.role == "start":
        return ev.RetryAsked(at=AT, start=True), ""
    step = play.find_step(move)
    assignee = ev.NewAssignee("user", f"person{move.who}") if move.who else None
    return ev.RetryAsked(at=AT, step=step.id if step else 0, assignee=assignee), ""


def _timer(play: "Play", move: Move) -> Delivery:
    """A deadline, due or not, of this attempt or another; or a timer that nobody waits for."""
    step = play.find_step(move)
    if step is None:
        return ev.TimerFired(at=AT, timer="t"), ""
    timer = f"{step.id}:{step.attempt - (move.n or 0)}:{move.word}"
    return ev.TimerFired(at=AT, timer=timer), f"timer:{timer}" if play.is_due(step, move.word) else ""


def _outputs(move: Move) -> dict[str, Any]:
    outputs: dict[str, Any] = {"word": move.word}
    if move.n is not None:
        outputs["n"] = pack(move.n)
    return outputs


DELIVERIES: dict[str, Any] = {
    "finish": _finish,
    "work": _work,
    "answer": _answer,
    "wake": _wake,
    "result": _result,
    "publish": _publish,
    "retry": _retry,
    "skip": _skip,
    "suspend": lambda play, move: (ev.SuspendAsked(at=AT), ""),
    "resume": lambda play, move: (ev.ResumeAsked(at=AT), ""),
    "cancel": lambda play, move: (ev.CancelAsked(at=AT), ""),
    "continue": lambda play, move: (ev.ContinueAsked(at=AT), ""),
    "timer": _timer,
}
