"""What can happen to a run. An event brings everything the core may not fetch: time, person, record values."""

from typing import Literal as OneOf

import msgspec

from engine.values import Json


class EventBase(msgspec.Struct, tag_field="type", frozen=True, kw_only=True, omit_defaults=True):
    """at: ISO 8601 with offset. by: who did it ("user:12") or "" (the system).

    facts: records read afresh for this event: global record id -> field API name -> packed value.
    """

    at: str
    by: str = ""
    facts: dict[str, dict[str, Json]] = {}


class RunStarted(EventBase, tag="run_started", frozen=True, kw_only=True, omit_defaults=True):
    instance: str
    inputs: dict[str, Json] = {}
    record: str = ""
    record_object: str = ""
    prior: dict[str, Json] | None = None


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
    """Run the failed step again (`step` 0: the one that failed), perhaps for another assignee."""

    step: int = 0
    assignee: NewAssignee | None = None
    reason: str = ""


class ContinueAsked(EventBase, tag="continue_asked", frozen=True, kw_only=True, omit_defaults=True):
    """A turn stopped at its bound of inline steps; go on."""


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
    | ContinueAsked
)
