"""What a definition says of time: moments, schedules, scheduled paths. Deadlines are with their steps."""

from typing import Any
from typing import Literal as OneOf

import msgspec

from engine.document.elements import Connector
from engine.document.operands import Operand
from engine.times import Unit

Frequency = OneOf["once", "hourly", "daily", "weekdays", "weekly", "monthly", "yearly", "on_activate", ""]
ASYNC = "async_after_commit"


class Moment(msgspec.Struct, frozen=True, omit_defaults=True):
    """of:     "start" (of the step), "due" (its due date), or "value": the date or date and time in `value`
    amount: so many units later, or before where it is below zero; None: at that moment itself
    """

    of: OneOf["start", "due", "value"] = "start"
    value: Operand | None = None
    amount: Operand | None = None
    unit: Unit = "days"


class Schedule(msgspec.Struct, frozen=True, omit_defaults=True):
    """Dates and times of day are the organization's. start_date: "2026-03-01"; start_time: "09:00:00.000Z" as the
    format writes it, where the Z means nothing."""

    frequency: Frequency
    start_date: str = ""
    start_time: str = ""
    extra: dict[str, Any] = {}


class ScheduledPath(msgspec.Struct, frozen=True, omit_defaults=True):
    """A path that runs later than the save that led to it.

    kind:   "" (at a moment) or "async_after_commit" (right after the save); another name is kept
    source: "record_trigger_event" (the save) or "record_field": the date or date and time in `field`
    """

    name: str = ""
    label: str = ""
    connector: Connector | None = None
    kind: str = ""
    source: str = ""
    field: str = ""
    amount: int = 0
    unit: str = "days"
    batch: int | None = None
    extra: dict[str, Any] = {}
