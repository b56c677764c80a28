"""What the core wants done. Commands are data; runs/perform.py does them."""

from typing import Literal as OneOf

import msgspec

from engine.values import Json


class WantedAssignee(msgspec.Struct, frozen=True):
    """kind "resource": `name` is what the resource held: a username, record id, or group or queue API name."""

    kind: OneOf["user", "group", "queue", "resource"]
    name: str


class OpenWorkItem(
    msgspec.Struct, tag="open_work_item", tag_field="type", frozen=True, kw_only=True, omit_defaults=True
):
    """Ask somebody. One work item per assignee.

    kind:    "interactive" or "approval"
    flow:    API name of the screen flow; inputs: packed values by name; record: global id of the context record or ""
    subject, body: the mail's own texts with merge fields already filled in, "" for the default mail
    due_at: when it should be done, ISO 8601, or ""
    """

    step: int
    name: str
    label: str
    kind: OneOf["interactive", "approval"]
    flow: str
    assignees: tuple[WantedAssignee, ...]
    inputs: dict[str, Json] = {}
    record: str = ""
    description: str = ""
    subject: str = ""
    body: str = ""
    due_at: str = ""


class WithdrawWorkItem(msgspec.Struct, tag="withdraw_work_item", tag_field="type", frozen=True, kw_only=True):
    """Nobody need do the step's work items any more. reason: "stage_ended", "stage_skipped", "step_skipped",
    "step_completed", "run_canceled", "run_failed", "run_retried", "run_moved",
    "move_undone", "reassigned"."""

    step: int
    reason: str


class ReopenWorkItem(msgspec.Struct, tag="reopen_work_item", tag_field="type", frozen=True, kw_only=True):
    """A move that withdrew the step's work items was taken back: those who were asked are asked again (R41)."""

    step: int


class RunFlow(msgspec.Struct, tag="run_flow", tag_field="type", frozen=True, kw_only=True, omit_defaults=True):
    """Run the autolaunched flow of a background step; `asynchronous` forbids running it inside the turn."""

    step: int
    name: str
    flow: str
    inputs: dict[str, Json] = {}
    asynchronous: bool = False
    as_last_person: bool = False


class AskEvaluationFlow(msgspec.Struct, tag="ask_evaluation_flow", tag_field="type", frozen=True, kw_only=True):
    subject: int
    role: OneOf["entry", "exit"]
    flow: str
    inputs: dict[str, Json] = {}


class Remind(msgspec.Struct, tag="remind", tag_field="type", frozen=True, kw_only=True, omit_defaults=True):
    """A step's deadline has come: tell its assignees ("remind"), or those above them ("escalate").

    assignee: whom to tell instead of the assignees' managers
    """

    step: int
    kind: OneOf["remind", "escalate"]
    assignee: WantedAssignee | None = None


class Notify(msgspec.Struct, tag="notify", tag_field="type", frozen=True, kw_only=True, omit_defaults=True):
    """Tell the people responsible. kind: "run_failed"."""

    kind: str
    message: str = ""


Command = OpenWorkItem | WithdrawWorkItem | ReopenWorkItem | RunFlow | AskEvaluationFlow | Remind | Notify
