"""Wait: the interview is put aside until a time, or until an event is published to it (R33)."""

from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any

from engine.document.operands import Operand
from engine.document.wait_elements import ALARM, Wait, WaitEvent
from engine.errors import Fault
from engine.flows.moves import Go, Pause, go
from engine.flows.scope import FlowScope
from engine.formula import FormulaError, judge
from engine.times import UNITS, Unit, at_clock, shifted, zone_named


class WaitHandler:
    kind = "wait"

    def enter(self, element: Wait, scope: FlowScope) -> Pause | Go:
        events = {
            event.name: _until(element, event, scope) for event in element.events if _holds(element, event, scope)
        }
        if not events:
            scope.memory.note(element.name, self.kind, {"waits": "for nothing"})
            return go(element.default)
        soonest = min((at for at in events.values() if at), default="")
        scope.memory.note(element.name, self.kind, {"waits until": soonest or "an event"})
        return Pause(events)

    def answered(self, element: Wait, scope: FlowScope, answer: Any) -> Go:
        event = next((one for one in element.events if one.name == answer.event), None)
        if event is None:
            message = f"{element.name} was left by {answer.event}, which it does not wait for."
            raise Fault(message=message, element=element.name, code="wait_unreadable")
        scope.memory.note(element.name, self.kind, {"went on with": event.label or event.name})
        return go(event.connector)


def _holds(element: Wait, event: WaitEvent, scope: FlowScope) -> bool:
    if event.conditions.is_empty:
        return True
    try:
        return judge(scope.program.conditions(event.conditions), scope).result
    except FormulaError as error:
        message = f"The conditions of {event.label or event.name} do not compile: {error}"
        raise Fault(message=message, element=element.name, code=error.code) from error


def _until(element: Wait, event: WaitEvent, scope: FlowScope) -> str:
    """In UTC; "" for an event without a time. raises Fault"""
    zone = zone_named(element.zone) if element.zone else scope.zone
    base: datetime | None = None
    if event.amount is not None:
        base = scope.at
    elif event.date is not None:
        base = _moment(scope.resolve(event.date), event.clock, zone, element)
    elif event.event == ALARM:
        base = _moment(scope.resolve(event.given("AlarmTime")), "", zone, element)
    if base is None:
        return _named(element, event)
    amount, unit = event.amount, event.unit
    if event.event == ALARM:
        amount, unit = event.given("TimeOffset"), str(scope.resolve(event.given("TimeOffsetUnit")) or "Days")
    return _later(base, amount, unit, zone, element, scope).astimezone(UTC).isoformat()


def _later(
    base: datetime, amount: Operand | None, unit: str, zone: tzinfo, element: Wait, scope: FlowScope
) -> datetime:
    value = scope.resolve(amount)
    if value is None:
        return base
    wanted: Unit | None = next((one for one in UNITS if one == unit.lower()), None)
    if wanted is None or not isinstance(value, Decimal):
        raise Fault(message=f"{element.name} would wait {value} {unit}.", element=element.name, code="wait_unreadable")
    try:
        return shifted(base, value, wanted, zone)
    except ValueError as error:
        raise Fault(message=f"{element.name}: {error}", element=element.name, code="wait_unreadable") from error


def _moment(value: object, clock: str, zone: tzinfo, element: Wait) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return at_clock(value, time.fromisoformat(clock.rstrip("Z") or "00:00"), zone)
    message = f"{element.name} would wait until {value if value is not None else 'a date that is empty'}."
    raise Fault(message=message, element=element.name, code="wait_unreadable")


def _named(element: Wait, event: WaitEvent) -> str:
    if event.event:
        return ""
    message = f"What {element.name} waits for with {event.name} cannot be told."
    raise Fault(message=message, element=element.name, code="wait_unreadable")
