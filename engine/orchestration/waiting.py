"""What a run waits for: people, flows, answers, records. With none of them only an event or a repair moves it on."""

from typing import Literal as OneOf

import msgspec

from engine.document import Definition
from engine.document.index import index_of
from engine.document.stages import Gate
from engine.orchestration.records import Facts
from engine.orchestration.references import records_named
from engine.orchestration.state import RunState, RunStatus, StageStatus, StepStatus
from engine.orchestration.steps import ASKS_A_PERSON


class Wait(msgspec.Struct, frozen=True, omit_defaults=True):
    """kind: "person" (a work item), "flow" (background work), "answer" (an evaluation flow), "requirement" (unmet),
    "deadline" (of a step in progress)

    id, name: the step or stage run; role: of an answer or a requirement; records: whose change has it judged again;
    until: of a deadline
    """

    kind: OneOf["person", "flow", "answer", "requirement", "deadline"]
    id: int
    name: str
    role: OneOf["", "entry", "exit"] = ""
    records: tuple[str, ...] = ()
    until: str = ""


def waiting_for(defn: Definition, state: RunState, facts: Facts) -> tuple[Wait, ...]:
    """Everything that can move the run's stage on, in the order of its steps; () when no stage is in progress."""
    stage_run = state.stages[-1] if state.stages else None
    if stage_run is None or stage_run.status not in (StageStatus.IN_PROGRESS, StageStatus.SUSPENDED):
        return ()
    index = index_of(defn)
    found: list[Wait] = []

    def unmet(gate: Gate, role: OneOf["entry", "exit"], subject: int, name: str) -> None:
        if state.answers.get(f"{role}:{subject}") == "asked":
            found.append(Wait("answer", subject, name, role))
        elif not gate.is_default:
            found.append(
                Wait("requirement", subject, name, role, tuple(sorted(records_named(defn, state, facts, gate))))
            )

    for run in stage_run.steps:
        step = index.steps[run.name]
        if run.status == StepStatus.NOT_STARTED:
            unmet(step.entry, "entry", run.id, run.name)
        elif run.status == StepStatus.IN_PROGRESS and not run.held:
            found.extend(Wait("deadline", run.id, run.name, until=at) for at in sorted(run.timers.values()))
            if step.kind not in ASKS_A_PERSON:
                found.append(Wait("flow", run.id, run.name))
                continue
            if not run.screens_finished:
                found.append(Wait("person", run.id, run.name))
            unmet(step.exit, "exit", run.id, run.name)
    unmet(index.stages[stage_run.name].exit, "exit", stage_run.id, stage_run.name)
    return tuple(found)


def is_stalled(defn: Definition, state: RunState, facts: Facts) -> bool:
    """In Progress, and neither a person, a flow, an answer nor a record can move it on: somebody must be told."""
    if state.status != RunStatus.IN_PROGRESS or _somebody_is_at_work(defn, state):
        return False
    waits = waiting_for(defn, state, facts)
    return not any(w.kind != "requirement" or w.records for w in waits)


def _somebody_is_at_work(defn: Definition, state: RunState) -> bool:
    """The cheap answer for most runs: a step waits for a person or for its flow."""
    steps = index_of(defn).steps
    last = state.stages[-1].steps if state.stages else []
    running = (run for run in last if run.status == StepStatus.IN_PROGRESS and not run.held)
    return any(steps[run.name].kind not in ASKS_A_PERSON or not run.screens_finished for run in running)
