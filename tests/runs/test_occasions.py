"""Schedules and scheduled paths: rows that survive, fire once, follow their record and their automation."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
import time_machine

from builder.models import Flow
from builder.services import deactivate
from engine.document import Definition
from engine.document.conditions import Condition, Conditions, Operator
from engine.document.definition import Start
from engine.document.elements import Connector
from engine.document.timing import Schedule, ScheduledPath
from records.models import Record
from records.schema import add_field
from records.selectors import get_object
from records.services import create, delete, update
from runs.bench import definitions as bench
from runs.models import Occasion, Run, TriggerFault
from runs.sweep import drain, sweep_once
from tests.runs.helpers import background, orchestration, text, writing_flow

Install = Callable[[Any], Any]
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAILY = Schedule("daily", "2026-03-03", "09:00:00.000Z")


@pytest.fixture
def at(settings: Any) -> Any:
    settings.TIME_ZONE = "UTC"
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


def started_by(start: Start, *, api_name: str = "Small") -> Definition:
    defn = orchestration(background("Work", flow="Bench_Trivial"), api_name=api_name)
    return msgspec.structs.replace(defn, start=msgspec.structs.replace(start, connector=defn.start.connector))


@pytest.fixture
def flows(install: Install) -> None:
    install(bench.trivial_flow())


def due() -> list[datetime]:
    return list(Occasion.objects.order_by("due_at").values_list("due_at", flat=True))


def test_r31_a_schedule_starts_a_run_each_day_and_never_twice(flows: None, install: Install, at: Any) -> None:
    install(started_by(Start(trigger="scheduled", schedule=DAILY)))
    assert due() == [NINE + timedelta(days=1)]
    drain()
    assert Run.objects.count() == 0

    at.move_to(NINE + timedelta(days=1))
    drain()
    at.move_to(NINE)  # the clock goes back, and comes there again
    drain()
    at.move_to(NINE + timedelta(days=1))
    drain()
    assert [run.status for run in Run.objects.all()] == ["completed"]
    assert due() == [NINE + timedelta(days=2)]


def test_r31_what_was_missed_comes_once(flows: None, install: Install, at: Any) -> None:
    install(started_by(Start(trigger="scheduled", schedule=DAILY)))
    at.move_to(NINE + timedelta(days=9, hours=2))
    sweep_once(grace=timedelta(0))
    assert Run.objects.count() == 1
    assert due() == [NINE + timedelta(days=10)]


def test_r31_one_run_for_each_record_that_meets_the_filters(flows: None, install: Install, at: Any) -> None:
    energy = [create(by=None, object="Account", values={"Name": f"E{n}", "Industry": "Energy"}).id for n in range(3)]
    create(by=None, object="Account", values={"Name": "Other", "Industry": "Banking"})
    filters = Conditions(rows=(Condition("Industry", Operator.EQUAL_TO, text("Energy")),))
    install(started_by(Start(trigger="scheduled", schedule=DAILY, object="Account", filters=filters)))
    at.move_to(NINE + timedelta(days=1))
    drain()

    assert sorted(Run.objects.values_list("record_id", flat=True)) == sorted(energy)
    assert {run.status for run in Run.objects.all()} == {"completed"}


def test_r31_a_plain_flow_runs_by_a_schedule(install: Install, at: Any) -> None:
    flow = writing_flow()
    install(msgspec.structs.replace(flow, start=Start(flow.start.connector, trigger="scheduled", schedule=DAILY)))
    at.move_to(NINE + timedelta(days=1))
    drain()
    at.move_to(NINE + timedelta(days=2))
    drain()

    assert Record.objects.filter(name="Written").count() == 2


def test_r31_a_plain_flow_that_fails_leaves_nothing_and_is_told(install: Install, at: Any) -> None:
    flow = writing_flow(then_fault=True)
    install(msgspec.structs.replace(flow, start=Start(flow.start.connector, trigger="scheduled", schedule=DAILY)))
    at.move_to(NINE + timedelta(days=1))
    drain()

    assert not Record.objects.filter(name="Written").exists()
    assert TriggerFault.objects.get().flow.api_name == "Write"
    assert due() == [NINE + timedelta(days=2)]


def test_r31_another_version_brings_its_own_schedule_and_deactivation_ends_it(
    flows: None, install: Install, at: Any
) -> None:
    install(started_by(Start(trigger="scheduled", schedule=DAILY)))
    weekly = Schedule("weekly", "2026-03-05", "10:00:00.000Z")
    install(started_by(Start(trigger="scheduled", schedule=weekly)))
    assert due() == [datetime(2026, 3, 5, 10, tzinfo=UTC)]

    deactivate(flow=Flow.objects.get(api_name="Small"), by=None)
    assert due() == []


def later() -> Start:
    """Five days after the account's date, for accounts in Energy."""
    when: dict[str, Any] = {"source": "record_field", "field": "Since__c", "amount": 5, "unit": "days"}
    path = ScheduledPath(name="Later", connector=Connector("Only"), **when)
    filters = Conditions(rows=(Condition("Industry", Operator.EQUAL_TO, text("Energy")),))
    return Start(trigger="record_after_save", object="Account", on="create_and_update", filters=filters, paths=(path,))


@pytest.fixture
def since(db: None) -> None:
    add_field(object=get_object("Account"), api_name="Since__c", label="Since", kind="date")


def account(**values: Any) -> Any:
    return create(by=None, object="Account", values={"Name": "Acme", "Industry": "Energy", **values})


def only_later(install: Install) -> None:
    defn = started_by(later())
    install(msgspec.structs.replace(defn, start=msgspec.structs.replace(defn.start, connector=None)))


def test_r32_a_path_runs_so_long_after_a_date(flows: None, since: None, install: Install, at: Any) -> None:
    only_later(install)
    record = account(Since__c=date(2026, 3, 10))
    assert Run.objects.count() == 0
    assert due() == [datetime(2026, 3, 15, tzinfo=UTC)]

    at.move_to(datetime(2026, 3, 15, tzinfo=UTC))
    drain()
    drain()
    assert [(run.record_id, run.status) for run in Run.objects.all()] == [(record.id, "completed")]
    assert due() == []


def test_r32_the_time_follows_the_record(flows: None, since: None, install: Install, at: Any) -> None:
    only_later(install)
    record = account(Since__c=date(2026, 3, 10))
    update(record_id=record.id, by=None, values={"Since__c": date(2026, 4, 1)})
    assert due() == [datetime(2026, 4, 6, tzinfo=UTC)]
    update(record_id=record.id, by=None, values={"Since__c": None})
    assert due() == []


def test_r32_a_record_that_no_longer_fits_or_is_gone_drops_the_path(
    flows: None, since: None, install: Install, at: Any
) -> None:
    only_later(install)
    one, two = account(Since__c=date(2026, 3, 10)), account(Since__c=date(2026, 3, 10))
    update(record_id=one.id, by=None, values={"Industry": "Banking"})
    assert len(due()) == 1
    delete(record_id=two.id, by=None)
    assert due() == []


def test_r32_a_path_of_a_version_that_is_gone_does_not_run(flows: None, since: None, install: Install, at: Any) -> None:
    only_later(install)
    account(Since__c=date(2026, 3, 10))
    deactivate(flow=Flow.objects.get(api_name="Small"), by=None)
    at.move_to(datetime(2026, 3, 20, tzinfo=UTC))
    drain()
    assert (Run.objects.count(), due()) == (0, [])


def test_r32_a_path_right_after_the_save_runs_outside_it(flows: None, install: Install, at: Any) -> None:
    path = ScheduledPath(name="async_after_commit", connector=Connector("Only"), kind="async_after_commit")
    start = Start(trigger="record_after_save", object="Account", on="create", paths=(path,))
    defn = started_by(start)
    install(msgspec.structs.replace(defn, start=msgspec.structs.replace(defn.start, connector=None)))
    account()
    assert Run.objects.count() == 0
    drain()
    assert [run.status for run in Run.objects.all()] == ["completed"]
