"""The page of what comes by itself: seen and steered by managers only, truthful, and in the person's zone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.test import Client

from engine.document.definition import Start
from engine.document.stages import Deadline
from runs.bench import definitions as bench
from runs.models import Occasion, OutboxRow, Run
from runs.services import start_run
from runs.sweep import drain
from tests.runs.helpers import asking, orchestration, status_of
from tests.runs.test_deadlines import after
from tests.runs.test_occasions import DAILY, NINE, started_by
from tests.runs.test_occasions import at as at
from tests.runs.test_waits import TWO_DAYS, started

Install = Callable[[Any], Any]
URL = "/runs/upcoming/"


@pytest.fixture
def manager(boss: Any, client: Client) -> Client:
    client.force_login(boss)
    return client


@pytest.fixture
def scheduled(install: Install, at: Any) -> Occasion:
    install(bench.trivial_flow())
    install(started_by(Start(trigger="scheduled", schedule=DAILY)))
    return Occasion.objects.get()


def test_only_managers_see_and_steer_it(scheduled: Occasion, alice: Any, client: Client) -> None:
    client.force_login(alice)
    assert client.get(URL).status_code == 403
    for act in ("now", "leave-out"):
        assert client.post(f"{URL}{scheduled.pk}/{act}/").status_code == 403
    assert client.get("/runs/").content.decode().count("Coming up") == 0
    assert Occasion.objects.get().due_at == scheduled.due_at


def test_an_empty_list_says_what_would_be_there(manager: Client) -> None:
    page = manager.get(URL).content.decode()
    assert "Nothing is due to start" in page
    assert "No run waits for a time" in page


def test_a_schedule_can_start_once_more_without_losing_its_next_time(scheduled: Occasion, manager: Client) -> None:
    assert "starts by its schedule" in manager.get(URL).content.decode()
    manager.post(f"{URL}{scheduled.pk}/now/")
    drain()
    assert Run.objects.count() == 1
    assert list(Occasion.objects.values_list("due_at", flat=True)) == [NINE + timedelta(days=1)]


def test_one_time_of_a_schedule_can_be_left_out(scheduled: Occasion, manager: Client) -> None:
    assert "the schedule goes on" in manager.get(f"{URL}{scheduled.pk}/leave-out/").content.decode()
    assert Occasion.objects.get().due_at == NINE + timedelta(days=1)
    manager.post(f"{URL}{scheduled.pk}/leave-out/")
    assert Occasion.objects.get().due_at == NINE + timedelta(days=2)


def test_what_is_gone_is_said_and_nothing_breaks(scheduled: Occasion, manager: Client) -> None:
    Occasion.objects.all().delete()
    page = manager.post(f"{URL}{scheduled.pk}/now/", follow=True).content.decode()
    assert "not due any more" in page
    assert manager.get(f"{URL}{scheduled.pk}/leave-out/").status_code == 404


def test_a_waiting_flow_is_listed_and_can_go_on_now(install: Install, manager: Client, at: Any) -> None:
    run = started(install, TWO_DAYS)
    assert "Its flow waits until" in manager.get(f"/runs/{run.pk}/").content.decode()
    row = OutboxRow.objects.get(run=run, kind="resume_flow")
    assert "its flow goes on" in manager.get(URL).content.decode()
    manager.post(f"/runs/waits/{row.pk}/now/")
    drain()
    assert status_of(run) == "completed"
    assert "let the flow of “Work” go on" in manager.get(f"/runs/{run.pk}/").content.decode()


def test_a_deadline_is_listed_with_its_run(install: Install, manager: Client, alice: Any, at: Any) -> None:
    install(bench.ask_flow())
    install(orchestration(asking("Ask", deadlines=(Deadline("1", after(1)),))))
    run = start_run(api_name="Small")
    assert f'href="/runs/{run.pk}/"' in manager.get(URL).content.decode()
    assert "Its next deadline is" in manager.get(f"/runs/{run.pk}/").content.decode()


def test_many_rows_come_in_pages_and_can_be_filtered(scheduled: Occasion, install: Install, manager: Client) -> None:
    for number in range(30):
        defn = started_by(Start(trigger="scheduled", schedule=DAILY), api_name=f"Other_{number}")
        install(msgspec.structs.replace(defn, label=f"Other {number}"))
    page = manager.get(URL).content.decode()
    assert page.count("starts by its schedule") == 25
    assert "cursor=" in page
    assert manager.get(f"{URL}?automation=Other_7").content.decode().count("starts by its schedule") == 1


def test_the_automations_page_shows_the_next_times(
    scheduled: Occasion, client: Client, make_user: Any, at: Any
) -> None:
    client.force_login(make_user("bea", "stagecraft_people.manage_flows"))
    page = client.get("/builder/Small/").content.decode()
    assert "Every day from 2026-03-03 on, at 09:00 (UTC)." in page
    assert page.count("<li>March ") == 5
