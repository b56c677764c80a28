"""A move that withdrew a step's work items was taken back."""

from engine.orchestration.commands import ReopenWorkItem
from engine.orchestration.events import Event
from runs.open_run import OpenRun


def perform(work: OpenRun, command: ReopenWorkItem) -> list[Event]:
    work.pending.reopened.append(work.row_of(command.step))
    return []
