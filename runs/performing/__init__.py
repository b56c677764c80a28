"""Doing what the core commands, inside the turn: one file per command, one registry.

A performer gives back the events that its work made at once (a background step that ran inline); what must wait for
the commit goes into the run's pending outbox rows.
"""

from collections.abc import Callable
from typing import Any

from engine.orchestration import commands
from engine.orchestration.commands import Command
from engine.orchestration.events import Event
from runs.open_run import OpenRun
from runs.performing import ask_flow, notify, open_work_item, remind, reopen, run_flow, withdraw

PERFORMERS: dict[type, Callable[[OpenRun, Any], list[Event]]] = {
    commands.OpenWorkItem: open_work_item.perform,
    commands.WithdrawWorkItem: withdraw.perform,
    commands.ReopenWorkItem: reopen.perform,
    commands.RunFlow: run_flow.perform,
    commands.AskEvaluationFlow: ask_flow.perform,
    commands.Notify: notify.perform,
    commands.Remind: remind.perform,
}


def perform(work: OpenRun, command: Command) -> list[Event]:
    return PERFORMERS[type(command)](work, command)
