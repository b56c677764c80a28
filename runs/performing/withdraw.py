"""Nobody need do a step's work items any more."""

from engine.orchestration.commands import WithdrawWorkItem
from engine.orchestration.events import Event
from runs.open_run import OpenRun


def perform(work: OpenRun, command: WithdrawWorkItem) -> list[Event]:
    """Items this very transaction was about to open are never opened."""
    row = work.row_of(command.step)
    opened_here = [request for request in work.pending.requests if request.step_id == row]
    if opened_here:
        work.pending.requests = [request for request in work.pending.requests if request.step_id != row]
    work.pending.withdrawn.setdefault(command.reason, []).append(row)
    return []
