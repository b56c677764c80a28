"""Problems of Wait elements."""

from collections import Counter

from engine.document.check_values import ValueChecks
from engine.document.operands import Literal, Operand
from engine.document.wait_elements import ALARM, Wait, WaitEvent
from engine.times import UNITS, zone_named
from engine.values import Kind

DATES = (Kind.DATE, Kind.DATETIME)


def check_wait(element: Wait, path: str, checks: ValueChecks) -> None:
    if not element.events:
        checks.add("wait_for_nothing", path, f"{element.label or element.name} waits for nothing.", "Add a time.")
    for name, times in Counter(event.name for event in element.events).items():
        if times > 1:
            checks.add("name_twice", f"{path}/events/{name}", f"{element.name} waits for {name} twice.", "Rename one.")
    try:
        zone_named(element.zone)
    except (ValueError, KeyError):
        checks.add("wait_unreadable", f"{path}/zone", f"There is no time zone {element.zone}.", soft=True)
    for event in element.events:
        _event(element, event, f"{path}/events/{event.name}", checks)


def _event(element: Wait, event: WaitEvent, path: str, checks: ValueChecks) -> None:
    checks.conditions(f"{path}/conditions", event.conditions)
    if event.amount is not None:
        checks.operand(f"{path}/amount", event.amount)
        _unit(event.unit, path, checks)
    if event.date is not None:
        _date(event.date, f"{path}/date", checks)
    for given in event.inputs:
        checks.operand(f"{path}/inputs/{given.name}", given.value)
    if event.event == ALARM and event.given("AlarmTime") is None:
        checks.add(
            "wait_unreadable", path, f"{event.name} is an alarm without a time.", "Give it AlarmTime.", soft=True
        )
    if event.event == ALARM and isinstance(unit := event.given("TimeOffsetUnit"), Literal):
        _unit(unit.text, path, checks)
    if not event.is_timed and not event.event:
        message = f"What {element.label or element.name} waits for with {event.name} cannot be told."
        checks.add("wait_unreadable", path, message, "Choose an amount of time, or a date.", soft=True)


def _unit(unit: str, path: str, checks: ValueChecks) -> None:
    if unit.lower() not in UNITS:
        message = f"{unit or 'Nothing'} is no unit of time; {', '.join(UNITS)} are."
        checks.add("wait_unreadable", path, message, soft=True)


def _date(operand: Operand, path: str, checks: ValueChecks) -> None:
    meaning = checks.operand(path, operand)
    if meaning is not None and meaning.kind is not None and meaning.kind not in DATES:
        checks.add("value_kind", path, "A date, or a date and time, is expected.", soft=True)
