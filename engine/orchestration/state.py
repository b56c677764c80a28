"""The state of a run, as the core sees it. Nothing here is a database row; runs/ stores it as one JSON document.

Statuses change only through engine/orchestration/transitions.py.
"""

from enum import StrEnum

import msgspec

from engine.values import Json


class RunStatus(StrEnum):
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    SUSPENDED = "suspended"
    CANCELED = "canceled"
    ERROR = "error"


class StageStatus(StrEnum):
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    SUSPENDED = "suspended"
    CANCELED = "canceled"
    DISCONTINUED = "discontinued"
    ERROR = "error"


class StepStatus(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    DISCONTINUED = "discontinued"
    CANCELED = "canceled"
    ERROR = "error"


class StepRun(msgspec.Struct, omit_defaults=True):
    """One running of a step. `id` is unique within the run and never reused; events name steps by it.

    outputs: packed values by variable name. late: they arrived after the step was discontinued. held: they arrived
    while the run was suspended. screens_finished: the person is done, the exit requirements are not met yet.
    given_*: the assignee or inputs somebody chose at a retry, or a deadline named, instead of the definition's.
    skipped: Completed by a decision of somebody, not by its work (R24). due_at: when it should be done.
    timers: when which of its deadlines is due, those that have fired left out (R30).
    """

    id: int
    name: str
    status: StepStatus = StepStatus.NOT_STARTED
    attempt: int = 1
    outputs: dict[str, Json] = {}
    fault: str = ""
    fault_code: str = ""
    started_at: str = ""
    ended_at: str = ""
    late: bool = False
    held: bool = False
    screens_finished: bool = False
    given_kind: str = ""
    given_name: str = ""
    given_inputs: dict[str, Json] = {}
    skipped: bool = False
    due_at: str = ""
    timers: dict[str, str] = {}


class StageRun(msgspec.Struct, omit_defaults=True):
    """One visit of a stage; coming back by Go To makes a new one with the next attempt number."""

    id: int
    name: str
    attempt: int = 1
    status: StageStatus = StageStatus.IN_PROGRESS
    steps: list[StepRun] = []
    took_fault_path: bool = False
    skipped: bool = False
    fault: str = ""
    started_at: str = ""
    ended_at: str = ""


class RunState(msgspec.Struct, omit_defaults=True):
    """Everything the core needs to go on with a run.

    instance:  the run's own id as text ($Orchestration.Instance)
    record:    global id of the triggering record or "" ; prior: its packed fields before the change
    inputs:    packed values of input variables
    fault_message: of the last failure that took a fault path ($Flow.FaultMessage)
    outcomes:  decision outcomes taken so far: name -> true/false (null: not decided)
    stages:    every stage run, oldest first; at most one is in progress
    counter:   the last id given to a stage or step run
    entered:   how often each element was entered since something from outside happened (the bound on spinning)
    visited:   decisions passed so far (Was Visited)
    answers:   what evaluation flows answered since the last event: "entry:7" -> "asked", "met" or "unmet"
    """

    schema: int = 1
    status: RunStatus = RunStatus.IN_PROGRESS
    instance: str = ""
    started_at: str = ""
    record: str = ""
    record_object: str = ""
    prior: dict[str, Json] | None = None
    inputs: dict[str, Json] = {}
    outcomes: dict[str, bool] = {}
    stages: list[StageRun] = []
    fault: str = ""
    fault_code: str = ""
    fault_element: str = ""
    fault_message: str = ""
    last_person: str = ""
    counter: int = 0
    entered: dict[str, int] = {}
    visited: list[str] = []
    answers: dict[str, str] = {}


ENDED = frozenset({RunStatus.COMPLETED, RunStatus.CANCELED})
