"""Run the flow of a background step: here and now when it only touches records, else through the outbox (R7)."""

from typing import Any

from django.contrib.auth import get_user_model

from engine.errors import Fault
from engine.orchestration.commands import RunFlow
from engine.orchestration.events import Event, StepFailed, StepFinished
from runs import flow_runs
from runs.open_run import INLINE_BOUND, OpenRun
from runs.record_work import RecordWork
from runs.writing import acting_for

KIND = "run_flow"


def perform(work: OpenRun, command: RunFlow) -> list[Event]:
    step = work.step(command.step)
    if step is None or not work.is_running(command.step):
        return []
    version_id = work.pinned().get(command.flow)
    if version_id is None:
        message = f"The flow {command.flow} has no active version. Activate one, then retry."
        return [StepFailed(at=work.at, step=command.step, message=message, code="flow_not_active")]
    inline = not command.asynchronous and flow_runs.only_touches_records(version_id)
    if inline and work.inline_steps < INLINE_BOUND:
        work.inline_steps += 1
        return [run(work, command.step, version_id, command.inputs, as_last_person=command.as_last_person)]
    payload = {
        "step": command.step,
        "attempt": step.attempt,
        "version": version_id,
        "inputs": command.inputs,
        "as_last_person": command.as_last_person,
    }
    work.later(KIND, payload)
    return []


def run(work: OpenRun, step: int, version_id: int, inputs: dict[str, Any], *, as_last_person: bool) -> Event:
    """Run it to its end inside this transaction; a fault undoes what it wrote and is an event like any other."""
    doing = RecordWork(user=acting_person(work) if as_last_person else None, cause=work.cause)
    try:
        with acting_for(work.run):
            outputs = flow_runs.run_to_end(version_id, inputs, at=work.at, work=doing)
    except Fault as fault:
        return StepFailed(at=work.at, step=step, message=str(fault), code=fault.fault_code)
    finally:
        if doing.wrote:
            work.forget_facts()
    return StepFinished(at=work.at, step=step, outputs=outputs)


def acting_person(work: OpenRun) -> Any | None:
    kind, _, pk = work.current.last_person.partition(":")
    return get_user_model()._default_manager.filter(pk=pk).first() if kind == "user" and pk else None
