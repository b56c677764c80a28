"""Deadlines in the house: rows that survive, fire once, and reach people."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail

from engine.document.operands import Literal
from engine.document.stages import Assignee, Deadline
from engine.document.timing import Moment
from engine.values import Kind
from people.models import Profile
from runs import clock
from runs.bench import definitions as bench
from runs.models import OutboxRow, Run, StepRun
from runs.services import cancel_run, resume_run, retry_run, start_run, suspend_run
from runs.story import lines_of
from runs.sweep import drain
from tests.runs.helpers import asking, orchestration, status_of, text
from workitems.models import WorkItem

Install = Callable[[Any], Any]
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def after(amount: int, unit: Any = "hours", of: Any = "start") -> Moment:
    return Moment(of=of, amount=Literal(Kind.NUMBER, str(amount)), unit=unit)


@pytest.fixture
def at(settings: Any) -> Any:
    settings.TIME_ZONE = "UTC"
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


def started(install: Install, *deadlines: Deadline, **more: Any) -> Run:
    install(bench.ask_flow())
    install(orchestration(asking("Ask", deadlines=deadlines, **more)))
    return start_run(api_name="Small")


def timers(run: Run) -> list[datetime]:
    return list(OutboxRow.objects.filter(run=run, kind="timer").order_by("due_at").values_list("due_at", flat=True))


def told(run: Run) -> list[str]:
    return [line.what for line in lines_of(run, run.turns.order_by("number"))]


def test_a_deadline_is_a_row_that_comes_once_at_its_time(install: Install, alice: Any, at: Any) -> None:
    run = started(install, Deadline("1", after(2)), due=after(1))
    drain()
    assert WorkItem.objects.get().due_at == NINE + timedelta(hours=1)
    assert timers(run) == [NINE + timedelta(hours=2)]
    mail.outbox.clear()

    at.move_to(NINE + timedelta(hours=1, minutes=59))
    drain()
    assert mail.outbox == []
    at.move_to(NINE + timedelta(days=30))  # the house was down meanwhile
    drain()
    at.move_to(NINE)  # and the clock was wrong
    drain()
    assert [message.subject for message in mail.outbox] == ["Not done yet: Ask"]
    assert timers(run) == []
    assert told(run).count("deadline_passed") == 1


def test_escalation_reaches_the_manager_and_then_somebody_else_is_asked(
    install: Install, alice: Any, boss: Any, at: Any
) -> None:
    for user in (alice, boss):
        user.email = f"{user.username}@example.org"
        user.save()
    Profile.objects.update_or_create(user=alice, defaults={"manager": boss})
    ladder = (
        Deadline("1", after(1), "escalate"),
        Deadline("2", after(2), "reassign", Assignee("user", text("boss"))),
    )
    run = started(install, *ladder)
    drain()
    mail.outbox.clear()

    at.move_to(NINE + timedelta(hours=1))
    drain()
    assert [message.to for message in mail.outbox] == [["boss@example.org"]]
    at.move_to(NINE + timedelta(hours=2))
    drain()
    items = WorkItem.objects.order_by("id").values_list("assignee_name", "status", "ended_why")
    assert [tuple(item) for item in items] == [("alice", "withdrawn", "reassigned"), ("boss", "assigned", "")]
    assert status_of(run) == "in_progress"


def test_a_step_that_times_out_fails_and_can_be_retried(install: Install, alice: Any, at: Any) -> None:
    run = started(install, Deadline("1", after(1), "fail"))
    at.move_to(NINE + timedelta(hours=1))
    drain()
    assert status_of(run) == "error"
    assert WorkItem.objects.get().status == "withdrawn"
    assert StepRun.objects.get().fault == "Ask was not done in time."

    retry_run(run_id=run.pk)
    assert timers(run) == [NINE + timedelta(hours=2)]
    cancel_run(run_id=run.pk)
    assert timers(run) == []


def test_a_deadline_waits_while_the_run_is_suspended(install: Install, alice: Any, at: Any) -> None:
    run = started(install, Deadline("1", after(1), "fail"))
    suspend_run(run_id=run.pk)
    at.move_to(NINE + timedelta(hours=3))
    drain()
    assert status_of(run) == "suspended"
    resume_run(run_id=run.pk)
    assert status_of(run) == "error"
    assert "deadline_held" in told(run)


def test_the_clock_of_one_thread_can_be_put_forward(install: Install, alice: Any, at: Any) -> None:
    run = started(install, Deadline("1", after(1), "fail"))
    with clock.advanced(timedelta(hours=2)):
        drain()
    assert status_of(run) == "error"
    assert clock.now() == NINE


def test_days_are_those_of_the_organization(install: Install, alice: Any, at: Any, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    at.move_to(datetime(2026, 3, 28, 19, tzinfo=UTC))  # clocks go forward that night
    run = started(install, Deadline("1", after(1, "days")))

    assert timers(run) == [datetime(2026, 3, 29, 18, tzinfo=UTC)]
