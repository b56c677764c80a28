"""A step's deadline has come: its people are told, after the commit."""

from engine.orchestration.commands import Remind
from engine.orchestration.events import Event
from runs.open_run import OpenRun

KIND = "reminder"


def perform(work: OpenRun, command: Remind) -> list[Event]:
    """payload: step (row), about, to: whom instead of the assignees' managers, ("user", "alice")"""
    payload: dict[str, object] = {"step": work.row_of(command.step), "about": command.kind}
    if command.assignee is not None:
        payload["to"] = [command.assignee.kind, command.assignee.name]
    work.later(KIND, payload)
    return []
