"""Screen flows of work items: one interview per step run and person, kept from move to move.

    open_screen(*, step_id, flow_version_id, inputs, user) -> ScreenState
    submit(*, step_id, flow_version_id, inputs, user, revision, values, move, outputs=None) -> ScreenState

`step_id` is the StepRun's primary key, `inputs` the packed inputs the work item keeps. Looking at a first screen writes
nothing (revision 0) unless the flow had to ask for records on its way to it. `submit` locks the run first and owns its
transaction; when the flow finishes, the step's completion (`outputs` are added to the flow's own: approvalDecision,
approvalComments) and everything that follows are the same commit.

raises ScreenMovedOn (409), AlreadyCompleted (409), WorkOver (409), ScreenFaulted (409)
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ScreenState:
    """Where a person stands. `view` is the core's ScreenView; None once `finished` (or `paused`, when it is kept)."""

    revision: int
    view: Any | None
    finished: bool = False
    paused: bool = False
