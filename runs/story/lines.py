"""Lines of history out of stored trails."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from builder.reasons import Reason
from engine.orchestration.turn import TrailLine
from people.selectors import labels_of
from runs import codec
from runs.ids import row_id
from runs.models import Run, RunTurn
from runs.parts import parts_of
from runs.story.reasons import reasons_of, words_for
from runs.story.sentences import sentence


@dataclass(frozen=True)
class Line:
    """One move.

    what:    stable word ("step_started"); text: a sentence for people
    step:    primary key of the stage or step run it is about, None for the run
    who:     the person's name, "" for the system; who_id: their user id
    reasons: conditions with the values they saw; problem: something went wrong here
    """

    at: datetime
    turn: int
    what: str
    text: str
    subject: str
    label: str
    rule: str
    who: str = ""
    who_id: int | None = None
    id: int | None = None
    reasons: tuple[Reason, ...] = ()
    because: dict[str, Any] = field(default_factory=dict)
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def is_problem(self) -> bool:
        return self.what.endswith("_failed")


def lines_of(run: Run, turns: Iterable[RunTurn]) -> list[Line]:
    """Oldest first."""
    told = [(turn, codec.load_trail(turn.trail)) for turn in turns]
    names = labels_of(_people(told))
    words = words_for(parts_of(run.version_id).defn)
    lines = []
    for turn, trail in told:
        by = f"user:{turn.by_id}" if turn.by_id else ""
        for item in trail:
            who = str(item.detail.get("by") or (by if item.what in _ASKED else ""))
            lines.append(
                Line(
                    at=turn.at,
                    turn=turn.number,
                    what=item.what,
                    text=sentence(item, names.get(who, "")),
                    subject=item.subject,
                    label=item.label,
                    rule=item.rule,
                    who=names.get(who, ""),
                    who_id=int(who.partition(":")[2]) if who.startswith("user:") else None,
                    id=row_id(run.pk, item.id) if item.id else None,
                    reasons=reasons_of(item, words),
                    because=item.because,
                    detail=item.detail,
                )
            )
    return lines


_ASKED = {
    "run_started",
    "run_canceled",
    "run_retried",
    "run_suspended",
    "run_resumed",
    "run_moved",
    "run_moved_back",
    "event_published",
    "step_skipped",
    "stage_skipped",
}


def _people(told: list[tuple[RunTurn, list[TrailLine]]]) -> list[str]:
    keys = {f"user:{turn.by_id}" for turn, _ in told if turn.by_id}
    keys |= {str(line.detail["by"]) for _, trail in told for line in trail if line.detail.get("by")}
    return sorted(key for key in keys if key.startswith("user:"))
