"""Wait elements: the flow goes on at a time, or when somebody says so."""

from typing import Any

import msgspec

from engine.document.conditions import Conditions
from engine.document.elements import Connector
from engine.document.operands import Named, Operand

ALARM = "AlarmEvent"


class WaitEvent(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of the things that a Wait waits for; the first that comes is the way on. Not waited for unless `conditions`
    hold when the element is reached.

    amount, unit: so long after the element is reached ("Wait for an amount of time")
    date, clock:  until a date, at a time of day "09:00:00.000Z" of the Wait's zone ("Wait until a date")
    event, inputs: the older form: an alarm (AlarmTime, TimeOffset, TimeOffsetUnit), or an event of another name, which
    somebody publishes to the step
    """

    name: str
    label: str = ""
    conditions: Conditions = Conditions()
    amount: Operand | None = None
    unit: str = ""
    date: Operand | None = None
    clock: str = ""
    event: str = ""
    inputs: tuple[Named, ...] = ()
    connector: Connector | None = None
    extra: dict[str, Any] = {}

    def given(self, name: str) -> Operand | None:
        return next((one.value for one in self.inputs if one.name == name), None)

    @property
    def is_timed(self) -> bool:
        return self.amount is not None or self.date is not None or self.event == ALARM


class Wait(msgspec.Struct, tag="wait", frozen=True, omit_defaults=True):
    """default: the way on when no event is to be waited for. zone: of its dates, "" for that of the interview."""

    name: str
    label: str
    description: str = ""
    events: tuple[WaitEvent, ...] = ()
    default: Connector | None = None
    default_label: str = ""
    fault: Connector | None = None
    zone: str = ""
    subtype: str = ""
    extra: dict[str, Any] = {}
