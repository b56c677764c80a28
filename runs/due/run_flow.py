"""A background step that went through the outbox: its record work and its completion are one commit."""

from engine.flows.state import load_interview
from engine.orchestration.events import Event, StepFailed
from runs.open_run import OpenRun
from runs.outbox import Row
from runs.performing import run_flow
from runs.performing.run_flow import KIND, RESUME

__all__ = ["KIND", "RESUME", "give_up", "handle", "resume"]


def handle(work: OpenRun, row: Row) -> None:
    payload = row.payload
    if not _is_wanted(work, row):
        return
    event = run_flow.run(
        work,
        payload["step"],
        payload["version"],
        payload["inputs"],
        as_last_person=payload.get("as_last_person", False),
    )
    if event is not None:
        _deliver(work, row, event)


def resume(work: OpenRun, row: Row) -> None:
    """A flow that waited goes on (R33); one whose step no longer runs is dropped."""
    payload = row.payload
    if not _is_wanted(work, row):
        return
    event = run_flow.run(
        work,
        payload["step"],
        payload["version"],
        {},
        as_last_person=payload.get("as_last_person", False),
        paused=load_interview(payload["interview"]),
        came=payload.get("came", ""),
    )
    if event is not None:
        _deliver(work, row, event)


def give_up(work: OpenRun, row: Row, message: str) -> None:
    """It failed in ways no flow should, again and again: the step fails, with what was seen; people can repair it."""
    if _is_wanted(work, row):
        step = row.payload["step"]
        text = f"Background work failed {row.attempts + 1} times: {message}"
        _deliver(work, row, StepFailed(at=work.at, step=step, message=text, code="background_failed"))


def _is_wanted(work: OpenRun, row: Row) -> bool:
    """The step still waits for this very attempt; discontinued or canceled work that never began is dropped."""
    step = work.step(row.payload["step"])
    return step is not None and step.attempt == row.payload["attempt"] and work.is_running(step.id)


def _deliver(work: OpenRun, row: Row, event: Event) -> None:
    work.apply(event, f"step:{row.payload['step']}:{row.payload['attempt']}:done")
