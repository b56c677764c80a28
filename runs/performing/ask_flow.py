"""Ask an evaluation flow whether an entry or exit condition holds (R22)."""

from engine.errors import Fault
from engine.orchestration.commands import AskEvaluationFlow
from engine.orchestration.events import ConditionAnswered, Event
from engine.orchestration.turn import TrailLine
from runs import flow_runs
from runs.open_run import OpenRun
from runs.record_work import RecordWork

ANSWER = "isOrchestrationConditionMet"


def perform(work: OpenRun, command: AskEvaluationFlow) -> list[Event]:
    """A flow that cannot answer has not said yes: the condition is not met, and history says why."""
    met, problem = False, ""
    version_id = work.pinned().get(command.flow)
    if version_id is None:
        problem = f"The evaluation flow {command.flow} has no active version."
    else:
        try:
            doing = RecordWork(user=None, cause=work.cause)
            outputs = flow_runs.run_to_end(version_id, command.inputs, at=work.at, work=doing, library=work.library)
            met = outputs.get(ANSWER) is True
        except Fault as fault:
            problem = str(fault)
    if problem:
        detail = {"message": problem, "flow": command.flow, "role": command.role}
        work.note(TrailLine(rule="R22", what="evaluation_failed", subject=command.flow, detail=detail))
    return [ConditionAnswered(at=work.at, subject=command.subject, role=command.role, met=met)]
