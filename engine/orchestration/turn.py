"""What applying one event gives: the new state, the commands, and the trail of which rules fired and why."""

from typing import Any

import msgspec

from engine.orchestration.commands import Command
from engine.orchestration.state import RunState


class TrailLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of history.

    rule:    number in docs/semantics.md, e.g. "R6"
    what:    stable word: run_started, run_completed, run_failed, run_canceled, run_retried, run_moved,
             run_moved_back, stage_started,
             stage_completed, stage_failed,
             stage_skipped, stage_discontinued,
             step_started, step_completed, step_failed, step_discontinued, step_canceled, step_skipped,
             step_waits_again, decision_taken,
             gate_checked, went_to, work_item_opened, work_item_withdrawn, ...
    subject: API name of the element; label: for people; id: stage or step run id (0: none)
    because: conditions with the values they saw: {"result", "logic", "rows": [{"number", "left", "operator", "right",
             "left_value", "right_value", "result", "note"}]}
    detail:  more, by what (outcome taken, fault message, assignee, reason)
    """

    rule: str
    what: str
    subject: str = ""
    label: str = ""
    id: int = 0
    because: dict[str, Any] = {}
    detail: dict[str, Any] = {}


class Turn(msgspec.Struct, frozen=True):
    state: RunState
    commands: tuple[Command, ...] = ()
    trail: tuple[TrailLine, ...] = ()
