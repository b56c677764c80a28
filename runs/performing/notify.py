"""Tell the people responsible, after the commit."""

from engine.orchestration.commands import Notify
from engine.orchestration.events import Event
from runs.open_run import OpenRun

KIND = "notify"


def perform(work: OpenRun, command: Notify) -> list[Event]:
    work.later(KIND, {"what": command.kind, "message": command.message})
    return []
