"""What the runs room needs from rooms above it. They register here from their `apps.py`; runs never import them.

Everything here except performers is called inside the transaction of a turn, with the run row locked. A call carries
whole lists, so that a turn costs one statement for each kind of thing, however many steps it started.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from engine.values import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemRequest:
    """One assignment of one step run: becomes one work item.

    step_id:        primary key of the StepRun row
    kind:           "interactive" or "approval"
    flow_version_id: pinned version of the screen flow; inputs: packed values for its input variables
    assignee_key:   "user:12", "group:3", "queue:4"; assignee_name: as people read it
    record_*:       the context record, "" where there is none
    has_mail:       False where it is known that no mail reaches the assignee
    subject, body:  the mail's own texts with merge fields filled in, "" for the default mail
    """

    run_id: int
    step_id: int
    kind: str
    label: str
    description: str
    orchestration_label: str
    stage_label: str
    flow_version_id: int | None
    assignee_key: str
    assignee_name: str
    at: datetime
    inputs: dict[str, Json] = field(default_factory=dict)
    record_object: str = ""
    record_id: str = ""
    record_name: str = ""
    subject: str = ""
    body: str = ""
    due_at: datetime | None = None
    has_mail: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """Something to carry out after the commit, through the outbox: the performer registered for `kind` does it.

    run_id: 0 for what no run is behind; then it is something outside, done by a performer
    """

    run_id: int
    kind: str
    payload: dict[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None  # None: now


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open work item as the run's page shows it: for whom, since when, where; url is "" where no page shows it."""

    step_id: int
    assignee_name: str
    since: datetime
    url: str = ""


class WorkItemsPort(Protocol):
    def open(self, requests: list[WorkItemRequest]) -> list[Intent]:
        """Insert the work items (one statement). Returns what is to be told to whom (mail), as intents."""
        ...

    def complete(self, step_ids: list[int], *, by_id: int | None, at: datetime) -> None:
        """The steps' screens were finished by somebody: the open items are Completed (one update)."""
        ...

    def withdraw(self, step_ids: list[int], *, reason: str, at: datetime, by_id: int | None) -> list[Intent]:
        """Nobody need do the steps' open items any more. reason: "stage_ended", "run_canceled", "run_failed",
        "run_moved", "move_undone", "reassigned"."""
        ...

    def reopen(self, step_ids: list[int], *, at: datetime) -> list[Intent]:
        """What was withdrawn last of each step is asked of the same people again: a move was taken back."""
        ...

    def hand_over(self, record_id: str, *, key: str, name: str, by_id: int | None, at: datetime) -> list[Intent]:
        """The open work items on a record go to somebody else, who is told; so are the runs, whose histories keep it.
        No run is locked."""
        ...

    def waiting(self, run_id: int) -> list[Waiting]:
        """The run's open work items, oldest first. Read only."""
        ...


Performer = Callable[[int, dict[str, Any], str], None]
"""(run id, payload, idempotency key) -> None. Called outside any transaction; an exception means: try again later."""


class _NoWorkItems:
    """Stands in where no room above keeps work items (a shell with only the runs room)."""

    def open(self, requests: list[WorkItemRequest]) -> list[Intent]:
        return []

    def complete(self, step_ids: list[int], *, by_id: int | None, at: datetime) -> None:
        return None

    def withdraw(self, step_ids: list[int], *, reason: str, at: datetime, by_id: int | None) -> list[Intent]:
        return []

    def reopen(self, step_ids: list[int], *, at: datetime) -> list[Intent]:
        return []

    def hand_over(self, record_id: str, *, key: str, name: str, by_id: int | None, at: datetime) -> list[Intent]:
        return []

    def waiting(self, run_id: int) -> list[Waiting]:
        return []


_work_items: WorkItemsPort = _NoWorkItems()
_performers: dict[str, Performer] = {}


def register(*, work_items: WorkItemsPort) -> None:
    global _work_items
    _work_items = work_items


def register_performer(kind: str, performer: Performer) -> None:
    """Carry out outbox rows of this kind (outside calls: mail, ...): leased, tried again with back-off, never lost."""
    _performers[kind] = performer


def work_items() -> WorkItemsPort:
    return _work_items


def performer_of(kind: str) -> Performer | None:
    return _performers.get(kind)
