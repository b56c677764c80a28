"""Run the flow of a background step: here and now when it only touches records, else through the outbox (R7)."""

from typing import Any

import msgspec
from django.contrib.auth import get_user_model

from engine.errors import Fault
from engine.flows.state import InterviewState
from engine.orchestration.commands import RunFlow
from engine.orchestration.events import Event, StepFailed, StepFinished
from engine.orchestration.turn import TrailLine
from runs import flow_runs
from runs.open_run import INLINE_BOUND, OpenRun
from runs.record_work import RecordWork
from runs.writing import acting_for

KIND = "run_flow"
RESUME = "resume_flow"


def perform(work: OpenRun, command: RunFlow) -> list[Event]:
    step = work.step(command.step)
    if step is None or not work.is_running(command.step):
        return []
    version_id = work.pinned().get(command.flow)
    if version_id is None:
        message = f"The flow {command.flow} has no active version. Activate one, then retry."
        return [StepFailed(at=work.at, step=command.step, message=message, code="flow_not_active")]
    inline = not command.asynchronous and flow_runs.only_touches_records(version_id, work.library)
    if inline and work.inline_steps < INLINE_BOUND:
        work.inline_steps += 1
        event = run(work, command.step, version_id, command.inputs, as_last_person=command.as_last_person)
        return [event] if event is not None else []
    payload = {
        "step": command.step,
        "attempt": step.attempt,
        "version": version_id,
        "inputs": command.inputs,
        "as_last_person": command.as_last_person,
    }
    work.later(KIND, payload)
    return []


def run(
    work: OpenRun,
    step: int,
    version_id: int,
    inputs: dict[str, Any],
    *,
    as_last_person: bool,
    paused: InterviewState | None = None,
    came: str = "",
) -> Event | None:
    """Run it to its end, or on to where it waits (None), inside this transaction; a fault undoes what it wrote and is
    an event like any other.

    paused: go on where it waited; came: the event that was published to it
    """
    doing = RecordWork(user=acting_person(work) if as_last_person else None, cause=work.cause)
    going_on: dict[str, Any] = {"paused": paused, "came": came, "may_wait": True}
    try:
        with acting_for(work.run):
            outputs = flow_runs.run_to_end(version_id, inputs, at=work.at, work=doing, library=work.library, **going_on)
    except flow_runs.Paused as pause:
        _put_aside(work, step, version_id, pause, as_last_person=as_last_person)
        return None
    except Fault as fault:
        return StepFailed(at=work.at, step=step, message=str(fault), code=fault.fault_code)
    finally:
        if doing.wrote:
            work.forget_facts()
    return StepFinished(at=work.at, step=step, outputs=outputs)


def _put_aside(work: OpenRun, step_id: int, version_id: int, pause: flow_runs.Paused, *, as_last_person: bool) -> None:
    """A row that is due when the flow goes on, and a line of history."""
    step = work.step(step_id)
    assert step is not None
    payload = {
        "step": step_id,
        "attempt": step.attempt,
        "version": version_id,
        "as_last_person": as_last_person,
        "interview": pause.interview,
    }
    work.later(RESUME, payload, pause.until)
    until = pause.until.isoformat() if pause.until < flow_runs.NEVER else ""
    line = TrailLine(rule="R33", what="flow_waits", subject=step.name, id=step_id, detail={"until": until})
    known = work.parts.steps.get(step.name)
    line = msgspec.structs.replace(line, label=known.label if known else step.name)
    work.annotate(line, f"step:{step_id}:{step.attempt}:waits:{work.run.turns_count}")


def acting_person(work: OpenRun) -> Any | None:
    kind, _, pk = work.current.last_person.partition(":")
    return get_user_model()._default_manager.filter(pk=pk).first() if kind == "user" and pk else None
