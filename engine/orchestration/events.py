"""What can happen to a run. An event brings everything the core may not fetch: time, person, record values."""

from typing import Literal as OneOf

import msgspec

from engine.orchestration.state import RunState
from engine.values import Json


class EventBase(msgspec.Struct, tag_field="type", frozen=True, kw_only=True, omit_defaults=True):
    """at: ISO 8601 with offset. by: who did it ("user:12") or "" (the system).

    zone: the organization's time zone (IANA name), "" for UTC: what "today" and a day later are.
    facts: records read afresh for this event: global record id -> field API name -> packed value.
    """

    at: str
    by: str = ""
    zone: str = ""
    facts: dict[str, dict[str, Json]] = {}


class RunStarted(EventBase, tag="run_started", frozen=True, kw_only=True, omit_defaults=True):
    """because: the verdict on the start condition, as a trail keeps it; {} where there is none."""

    instance: str
    inputs: dict[str, Json] = {}
    record: str = ""
    record_object: str = ""
    prior: dict[str, Json] | None = None
    path: str = ""
    because: dict[str, Json] = {}


class StepFinished(EventBase, tag="step_finished", frozen=True, kw_only=True, omit_defaults=True):
    """The called flow ended well: a background flow, or the screens of a work item."""

    step: int
    outputs: dict[str, Json] = {}


class StepFailed(EventBase, tag="step_failed", frozen=True, kw_only=True, omit_defaults=True):
    step: int
    message: str
    code: str = "fault"


class ConditionAnswered(EventBase, tag="condition_answered", frozen=True, kw_only=True, omit_defaults=True):
    """An evaluation flow answered. subject: step id, or stage id with holder "stage"; role: "entry" or "exit"."""

    subject: int
    role: OneOf["entry", "exit"]
    met: bool


class RecordChanged(EventBase, tag="record_changed", frozen=True, kw_only=True, omit_defaults=True):
    """A record that the run's requirements name was changed."""

    record: str


class Published(EventBase, tag="published", frozen=True, kw_only=True, omit_defaults=True):
    """An orchestration event: evaluate again; with a step and status also completes or fails that step."""

    step: int = 0
    status: OneOf["", "completed", "error"] = ""
    outputs: dict[str, Json] = {}


class TimerFired(EventBase, tag="timer_fired", frozen=True, kw_only=True, omit_defaults=True):
    """timer: as engine.orchestration.timers names it; one that no step waits for (any more) only judges again."""

    timer: str


class CancelAsked(EventBase, tag="cancel_asked", frozen=True, kw_only=True, omit_defaults=True):
    reason: str = ""


class SuspendAsked(EventBase, tag="suspend_asked", frozen=True, kw_only=True, omit_defaults=True):
    reason: str = ""


class ResumeAsked(EventBase, tag="resume_asked", frozen=True, kw_only=True, omit_defaults=True):
    reason: str = ""


class NewAssignee(msgspec.Struct, frozen=True):
    kind: OneOf["user", "group", "queue"]
    name: str


class RetryAsked(EventBase, tag="retry_asked", frozen=True, kw_only=True, omit_defaults=True):
    """Run something again (R14): the step that failed, or one of these.

    step:     this step run of the open or failed stage; stage: a new visit of the stage with this API name
    start:    the path from its beginning
    assignee: whom to ask instead of the definition's; inputs: packed values instead of the definition's, for the step
              (with stage or start: for input variables of the run)
    """

    step: int = 0
    stage: str = ""
    start: bool = False
    assignee: NewAssignee | None = None
    inputs: dict[str, Json] = {}
    reason: str = ""


class SkipAsked(EventBase, tag="skip_asked", frozen=True, kw_only=True, omit_defaults=True):
    """Go on without a step run, or without the rest of a stage run (R24). outputs: what conditions are to read."""

    step: int = 0
    stage: int = 0
    outputs: dict[str, Json] = {}
    reason: str = ""


class ContinueAsked(EventBase, tag="continue_asked", frozen=True, kw_only=True, omit_defaults=True):
    """A turn stopped at its bound of inline steps; go on."""


class Stopped(msgspec.Struct, frozen=True, omit_defaults=True):
    """A step run that a move ends. asks: people have open work items for it."""

    id: int
    name: str
    label: str = ""
    asks: bool = False


class RunMoved(EventBase, tag="run_moved", frozen=True, kw_only=True, omit_defaults=True):
    """The run goes on in another version (R40), or back in the one it came from (`back`, R41).

    The definition the event is applied with is the one moved to. state: what engine.orchestration.moving planned
    version, number: of the version moved to, for whoever replays and for people; from_number: of the one left
    stopped: steps that do not go along; again: steps that a move back lets go on
    """

    state: RunState
    version: int = 0
    number: int = 0
    from_number: int = 0
    back: bool = False
    stopped: tuple[Stopped, ...] = ()
    again: tuple[int, ...] = ()
    reason: str = ""


Event = (
    RunStarted
    | StepFinished
    | StepFailed
    | ConditionAnswered
    | RecordChanged
    | Published
    | TimerFired
    | CancelAsked
    | SuspendAsked
    | ResumeAsked
    | RetryAsked
    | SkipAsked
    | ContinueAsked
    | RunMoved
)
