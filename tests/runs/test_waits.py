"""Flows that wait (R33): put aside as rows, going on once at their time, whatever dies in between."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
import time_machine

from engine.document import Definition, FlowKind
from engine.document.conditions import Condition, Conditions, Operator
from engine.document.definition import Start
from engine.document.elements import Connector
from engine.document.flow_elements import CreateRecords
from engine.document.operands import Literal, Named, Reference
from engine.document.resources import Variable
from engine.document.timing import Schedule
from engine.document.wait_elements import ALARM, Wait, WaitEvent
from engine.values import Kind
from records.models import Record
from runs.models import Occasion, OutboxRow, Run
from runs.services import cancel_run, publish_event, start_run
from runs.story import lines_of
from runs.sweep import drain
from tests.runs.helpers import background, orchestration, status_of, steps_of, text

Install = Callable[[Any], Any]
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def at(settings: Any) -> Any:
    settings.TIME_ZONE = "UTC"
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


def number(value: int) -> Literal:
    return Literal(Kind.NUMBER, str(value))


def make(name: str, then: str = "") -> CreateRecords:
    values = (Named("Name", text(name)),)
    lead = Connector(then) if then else None
    return CreateRecords(name=f"Make_{name}", label=name, object="Account", values=values, connector=lead)


def waiting(*events: WaitEvent, default: str = "") -> Definition:
    """Makes the account Before, waits, makes After."""
    events = tuple(msgspec.structs.replace(event, connector=Connector("Make_After")) for event in events)
    wait = Wait(name="Pause", label="Pause", events=events, default=Connector(default) if default else None)
    return Definition(
        api_name="Write",
        label="Write",
        kind=FlowKind.AUTOLAUNCHED,
        start=Start(connector=Connector("Make_Before")),
        elements=(make("Before", "Pause"), wait, make("After"), make("Else")),
        variables=(Variable(name="made", kind=Kind.TEXT, is_output=True), Variable(name="day", kind=Kind.DATE)),
    )


def started(install: Install, *events: WaitEvent, **more: Any) -> Run:
    install(waiting(*events, **more))
    install(orchestration(background("Work")))
    run = start_run(api_name="Small")
    drain()
    return run


def made() -> set[str]:
    return set(Record.objects.values_list("name", flat=True))


def resumes(run: Run) -> list[datetime]:
    return list(OutboxRow.objects.filter(run=run, kind="resume_flow").values_list("due_at", flat=True))


TWO_DAYS = WaitEvent("later", amount=number(2), unit="Days")


def test_r33_a_step_waits_and_goes_on_once(install: Install, at: Any) -> None:
    run = started(install, TWO_DAYS)
    assert (steps_of(run), made(), resumes(run)) == (
        {"Work": "in_progress"},
        {"Before"},
        [NINE + timedelta(days=2)],
    )

    at.move_to(NINE + timedelta(days=2))
    drain()
    at.move_to(NINE)
    drain()
    assert (status_of(run), sorted(Record.objects.values_list("name", flat=True))) == ("completed", ["After", "Before"])


def test_r33_history_says_until_when_in_the_readers_zone(install: Install, at: Any) -> None:
    from django.utils import timezone

    run = started(install, TWO_DAYS)
    with timezone.override("America/New_York"):
        said = [line.text for line in lines_of(run, run.turns.order_by("number")) if line.what == "flow_waits"]
    assert said == ["The flow of “Work” waits until March 4, 2026, 4 a.m."]


def test_r33_a_canceled_step_drops_its_flow(install: Install, at: Any) -> None:
    run = started(install, TWO_DAYS)
    cancel_run(run_id=run.pk)
    at.move_to(NINE + timedelta(days=3))
    drain()
    assert made() == {"Before"}
    assert resumes(run) == []


def test_r33_until_a_date_at_a_time_of_day(install: Install, at: Any, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    day = WaitEvent("day", date=Literal(Kind.DATE, "2028-02-29"), clock="09:30:00.000Z")
    run = started(install, day)
    assert resumes(run) == [datetime(2028, 2, 29, 8, 30, tzinfo=UTC)]


def test_r33_an_alarm_of_the_older_form(install: Install, at: Any) -> None:
    given = (
        Named("AlarmTime", Reference("$Flow.InterviewStartTime")),
        Named("TimeOffset", number(3)),
        Named("TimeOffsetUnit", text("Days")),
    )
    run = started(install, WaitEvent("alarm", event=ALARM, inputs=given))
    assert resumes(run) == [NINE + timedelta(days=3)]


def test_r33_the_first_of_several_wins_and_a_past_one_comes_at_once(install: Install, at: Any) -> None:
    run = started(install, TWO_DAYS, WaitEvent("past", date=Literal(Kind.DATE, date(2020, 1, 1).isoformat())))
    assert status_of(run) == "completed"


def test_r33_an_event_whose_conditions_do_not_hold_is_not_waited_for(install: Install, at: Any) -> None:
    never = Conditions(rows=(Condition("made", Operator.EQUAL_TO, text("something")),))
    run = started(install, msgspec.structs.replace(TWO_DAYS, conditions=never), default="Make_Else")
    assert (status_of(run), made()) == ("completed", {"Before", "Else"})


def test_r33_an_event_published_to_the_step_ends_the_wait(install: Install, at: Any) -> None:
    run = started(install, WaitEvent("answer", event="Answer__e"))
    assert resumes(run)[0].year == 9999
    publish_event(run_id=run.pk, step_run_id=run.steps.get().pk)
    drain()
    assert (status_of(run), made()) == ("completed", {"Before", "After"})


def test_r33_an_empty_date_fails_the_step_with_a_reason(install: Install, at: Any) -> None:
    run = started(install, WaitEvent("empty", date=Reference("day")))
    assert status_of(run) == "error"
    assert "empty" in run.steps.get().fault
    assert made() == set()


def test_r33_a_plain_flow_by_schedule_waits_too(install: Install, at: Any) -> None:
    flow = waiting(TWO_DAYS)
    daily = Schedule("once", "2026-03-03", "09:00:00.000Z")
    install(msgspec.structs.replace(flow, start=Start(flow.start.connector, trigger="scheduled", schedule=daily)))
    at.move_to(NINE + timedelta(days=1))
    drain()
    assert made() == {"Before"}
    assert [row.kind for row in Occasion.objects.all()] == ["resume"]
    at.move_to(NINE + timedelta(days=3))
    drain()
    assert (made(), Occasion.objects.count()) == ({"Before", "After"}, 0)
