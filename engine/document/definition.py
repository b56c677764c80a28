"""A definition: one flow or orchestration as a document. `SCHEMA` counts the shapes that were ever stored."""

from enum import StrEnum
from typing import Any
from typing import Literal as OneOf

import msgspec

from engine.document.call_elements import ActionCall, CustomError, Subflow
from engine.document.conditions import Conditions
from engine.document.data_elements import (
    DeleteRecords,
    FilterCollection,
    MapCollection,
    RollBackRecords,
    SortCollection,
    Transform,
)
from engine.document.elements import Connector, Decision, Unsupported
from engine.document.flow_elements import Assignment, CreateRecords, GetRecords, Loop, Screen, UpdateRecords
from engine.document.resources import Choice, ChoiceSet, Constant, Formula, TextTemplate, Variable
from engine.document.stages import End, Stage
from engine.document.timing import Schedule, ScheduledPath
from engine.document.wait_elements import Wait

SCHEMA = 1
RECORD_TRIGGERS = frozenset({"record_after_save", "record_before_save", "record_before_delete"})

FlowElement = Screen | Assignment | Loop | Wait
RecordElement = GetRecords | CreateRecords | UpdateRecords | DeleteRecords | RollBackRecords
CollectionElement = SortCollection | FilterCollection | MapCollection | Transform
CallElement = Subflow | ActionCall | CustomError
Element = Stage | Decision | End | Unsupported | FlowElement | RecordElement | CollectionElement | CallElement


class FlowKind(StrEnum):
    ORCHESTRATION = "orchestration"
    APPROVAL = "approval"  # an orchestration that is a flow approval process
    SCREEN = "screen"
    AUTOLAUNCHED = "autolaunched"
    EVALUATION = "evaluation"
    OTHER = "other"  # kept and listed; not run

    @property
    def is_orchestration(self) -> bool:
        return self in (FlowKind.ORCHESTRATION, FlowKind.APPROVAL)


class Start(msgspec.Struct, frozen=True, omit_defaults=True):
    """How it starts.

    trigger: "" (autolaunched), "record_after_save", "record_before_save", "record_before_delete", "scheduled",
             "platform_event", or another name kept
    on:      "create", "update", "create_and_update", "delete" for record triggers, else ""
    schedule: of trigger "scheduled": with an object, one run for each of its records that meet the filters
    paths:    of record triggers: what runs later than the save
    one_live: what a start does while a run for the same record is live: "" (begins too), "ignore", "refuse",
             "queue" (R25)
    filters: fields of the record on the left; logic "formula" for a formula start condition
    """

    connector: Connector | None = None
    trigger: str = ""
    object: str = ""
    on: str = ""
    filters: Conditions = Conditions()
    only_when_changed: bool = False
    schedule: Schedule | None = None
    paths: tuple[ScheduledPath, ...] = ()
    one_live: OneOf["", "ignore", "refuse", "queue"] = ""
    extra: dict[str, Any] = {}

    @property
    def ways(self) -> tuple[tuple[str, Connector], ...]:
        """Where it leads: at once, and later; with the name of the way out."""
        named = [("start", self.connector), *((f"start/paths/{path.name}", path.connector) for path in self.paths)]
        return tuple((name, connector) for name, connector in named if connector is not None)

    def way(self, path: str) -> Connector | None:
        """The first connector of a scheduled path, or of the start itself ("")."""
        if not path:
            return self.connector
        return next((one.connector for one in self.paths if one.name == path), None)


class Definition(msgspec.Struct, frozen=True, omit_defaults=True):
    """Elements in document order; names are unique over elements, steps, outcomes and resources.

    source:     "builder" or "metadata" (imported: unknown names are warnings, not errors)
    api_version: of the reference product's run time, 0 where it does not matter
    trigger_order: among flows that the same record starts: 1 to 1000 go first, then those without (0), then the rest
    extra:      what the reader did not understand, by XML name; features in `unsupported` are listed for people
    """

    api_name: str
    label: str
    kind: FlowKind
    description: str = ""
    start: Start = Start()
    elements: tuple[Element, ...] = ()
    variables: tuple[Variable, ...] = ()
    constants: tuple[Constant, ...] = ()
    formulas: tuple[Formula, ...] = ()
    templates: tuple[TextTemplate, ...] = ()
    choices: tuple[Choice, ...] = ()
    choice_sets: tuple[ChoiceSet, ...] = ()
    interview_label: str = ""
    api_version: float = 0
    trigger_order: int = 0
    process_type: str = ""
    run_in_mode: str = ""
    source: str = "builder"
    unsupported: tuple[str, ...] = ()
    extra: dict[str, Any] = {}
    schema: int = SCHEMA

    @property
    def is_record_triggered(self) -> bool:
        return self.start.trigger in RECORD_TRIGGERS

    @property
    def listens(self) -> bool:
        """Whether saving a record, or publishing an event, of its start's object starts it."""
        return self.is_record_triggered or self.start.trigger == "platform_event"
