"""What an act would do to a run, told before it is done: the core plays the event, nothing is written."""

from dataclasses import dataclass
from typing import Any

import msgspec
from django.utils.translation import gettext as _

import engine.orchestration as core
from engine.errors import EventRejected
from engine.orchestration.commands import Command, OpenWorkItem, RunFlow, WithdrawWorkItem
from engine.orchestration.events import Event
from engine.orchestration.turn import Turn
from runs import facts, pins
from runs.models import Run
from runs.open_run import OpenRun
from runs.performing import perform
from runs.story.sentences import sentence

SHOWN = 12


@dataclass(frozen=True)
class Preview:
    """refused: why it is not possible now, "" when it is; lines: what follows, in words."""

    refused: str
    lines: list[str]


def looked_at(run: Run) -> OpenRun:
    """The run as it stands, without its lock: for looking ahead, never for writing."""
    return OpenRun(run, pins.read_stamp(), perform)


def preview(work: OpenRun, event: Event) -> Preview:
    known = facts.gather(work.defn, work.state, {}, event, lambda: work.run.started_by)
    if known:
        event = msgspec.structs.replace(event, facts=known)
    try:
        turn = core.advance(work.defn, work.current, event)
    except EventRejected as error:
        return Preview(str(error), [])
    return Preview("", _lines(work, turn))


def _lines(work: OpenRun, turn: Turn) -> list[str]:
    told = [sentence(line, "") for line in turn.trail if line.what not in _ITSELF]
    told += [text for command in turn.commands if (text := _said(work, command))]
    if len(told) > SHOWN:
        rest = len(told) - SHOWN
        told = [*told[:SHOWN], _("… and %(count)s more") % {"count": rest}]
    return told


_ITSELF = {"run_retried", "run_canceled", "run_suspended", "run_resumed", "gate_checked"}


def _said(work: OpenRun, command: Command) -> str:
    values: dict[str, Any] = {"name": getattr(command, "label", "") or getattr(command, "name", "")}
    match command:
        case OpenWorkItem():
            values["who"] = ", ".join(assignee.name for assignee in command.assignees)
            return _("A work item for “%(name)s” is opened for %(who)s; they are told by mail.") % values
        case RunFlow():
            known = work.parts.steps.get(command.name)
            values["name"] = known.label if known and known.label else command.name
            return _("The flow of “%(name)s” runs again, with everything it writes or sends.") % values
        case WithdrawWorkItem():
            step = work.step(command.step)
            known = work.parts.steps.get(step.name) if step else None
            values["name"] = known.label if known and known.label else step.name if step else ""
            return _("Open work items of “%(name)s” are withdrawn.") % values
    return ""
