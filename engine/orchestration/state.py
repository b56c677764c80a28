"""The state of a run, as the core sees it. Nothing here is a database row; runs/ stores it as one JSON document.

Statuses change only through engine/orchestration/transitions.py.
"""

from enum import StrEnum
from typing import Any

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

    outputs: packed values by variable name. late: outputs that arrived after the step was discontinued.
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
    screens_finished: bool = False


class StageRun(msgspec.Struct, omit_defaults=True):
    """One visit of a stage; coming back by Go To makes a new one with the next attempt number."""

    id: int
    name: str
    attempt: int = 1
    status: StageStatus = StageStatus.IN_PROGRESS
    steps: list[StepRun] = []
    took_fault_path: bool = False
    fault: str = ""
    started_at: str = ""
    ended_at: str = ""


class RunState(msgspec.Struct, omit_defaults=True):
    """Everything the core needs to go on with a run.

    instance:  the run's own id as text ($Orchestration.Instance)
    record:    global id of the triggering record or "" ; prior: its packed fields before the change
    inputs:    packed values of input variables
    outcomes:  decision outcomes taken so far: name -> true/false (null: not decided)
    stages:    every stage run, oldest first; at most one is in progress
    counter:   the last id given to a stage or step run
    spin:      elements entered since somebody outside did something (the bound on spinning loops)
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
    last_person: str = ""
    counter: int = 0
    spin: int = 0
    extra: dict[str, Any] = {}


ENDED = frozenset({RunStatus.COMPLETED, RunStatus.CANCELED})
