"""Stages and steps of an orchestration."""

from typing import Any
from typing import Literal as OneOf

import msgspec

from engine.document.conditions import Conditions
from engine.document.elements import Connector
from engine.document.operands import Named, Operand
from engine.document.timing import Moment

StepKind = OneOf["background", "interactive", "approval", "external", "unsupported"]
AssigneeKind = OneOf["user", "group", "queue", "resource"]


class Assignee(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who: a username, or the API name of a group or queue; kind "resource" names one through `value`."""

    kind: AssigneeKind
    value: Operand | None = None
    extra: dict[str, Any] = {}


class EvaluationCall(msgspec.Struct, frozen=True, omit_defaults=True):
    """An evaluation flow that answers an entry or exit condition."""

    flow: str
    inputs: tuple[Named, ...] = ()
    extra: dict[str, Any] = {}


class Gate(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry or exit condition; with neither part it is the default of its holder.

    Entry default: the stage starts. Exit default: an interactive step's screens are finished; all steps of a
    stage are completed.
    """

    conditions: Conditions = Conditions()
    evaluation: EvaluationCall | None = None

    @property
    def is_default(self) -> bool:
        return self.evaluation is None and self.conditions.is_empty


class Deadline(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is done once, at a moment, when the step is still in progress then.

    name: unique in the step. then: "remind" its assignees; "escalate": tell `assignee`, or the assignees' managers;
    "reassign" it to `assignee`; "fail" it, which takes the stage's fault path
    """

    name: str
    when: Moment
    then: OneOf["remind", "escalate", "reassign", "fail"] = "remind"
    assignee: Assignee | None = None


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step: it calls a flow (or an outside action) and may ask a person.

    action:       API name of the flow or action it calls
    record:       the context record (ActionInput__RecordId), else None
    inputs:       inputs of the called flow, without the step's own ActionInput__ settings, which are in `settings`
    asynchronous: always through the worker, never inside the turn
    due:          when people should be done; deadlines: what happens while they are not
    """

    name: str
    label: str
    kind: StepKind
    action: str = ""
    description: str = ""
    entry: Gate = Gate()
    exit: Gate = Gate()
    assignees: tuple[Assignee, ...] = ()
    record: Operand | None = None
    inputs: tuple[Named, ...] = ()
    settings: tuple[Named, ...] = ()
    asynchronous: bool = False
    as_last_person: bool = False
    subtype: str = ""
    due: Moment | None = None
    deadlines: tuple[Deadline, ...] = ()
    extra: dict[str, Any] = {}


class Stage(msgspec.Struct, tag="stage", frozen=True, omit_defaults=True):
    name: str
    label: str
    description: str = ""
    steps: tuple[Step, ...] = ()
    exit: Gate = Gate()
    connector: Connector | None = None
    fault: Connector | None = None
    extra: dict[str, Any] = {}


class End(msgspec.Struct, tag="end", frozen=True, omit_defaults=True):
    """Finishes a path: reaching it completes the run."""

    name: str
    label: str = ""
    description: str = ""
    extra: dict[str, Any] = {}


def moments_of(step: Step) -> list[Moment]:
    """Every moment that a step names."""
    due = [step.due] if step.due is not None else []
    return due + [deadline.when for deadline in step.deadlines]
