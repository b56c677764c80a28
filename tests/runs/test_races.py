"""Several at once on one run, on PostgreSQL: the lock decides, nothing is done twice, no wake-up is lost."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections, transaction

from engine.document.resources import Variable
from engine.document.stages import Gate
from engine.values import Kind
from records import services as records
from records.models import Record
from runs import interviews, look
from runs.bench import definitions as bench
from runs.errors import ScreenMovedOn
from runs.models import RunTurn, StepRun
from runs.services import start_run
from runs.sweep import drain
from tests.runs.helpers import asking, background, orchestration, status_of, text, where, writing_flow

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Install = Callable[[Any], Any]


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Answers (or what was raised) in the order of the calls, each made at the same moment on its own connection."""
    gate, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def work(number: int) -> None:
        try:
            gate.wait(30)
            answers[number] = calls[number]()
        except Exception as error:
            answers[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def test_ten_double_clicks_are_one_turn(w1: str, alice: Any) -> None:
    run = start_run(api_name=w1)
    step = StepRun.objects.get(run=run, api_name="Ask_person")

    def click() -> Any:
        return interviews.submit(
            step_id=step.pk,
            flow_version_id=step.flow_version_id,
            inputs={},
            user=alice,
            revision=0,
            values={"answer": "yes"},
            move="finish",
        )

    answers = at_once(*[click] * 10)
    assert all(isinstance(answer, ScreenMovedOn) or answer.finished for answer in answers), answers
    assert status_of(run) == "completed"
    assert RunTurn.objects.filter(run=run).count() == 2


def test_workers_that_look_at_one_run_at_once_do_its_work_once(install: Install) -> None:
    install(writing_flow())
    steps = (background(f"Write_{number}", asynchronous=True) for number in range(3))
    install(orchestration(*steps))
    run = start_run(api_name="Small")
    answers = at_once(*[lambda: look.look(run.pk)] * 4)
    assert sorted(answers)[:3] == [0, 0, 0]
    assert status_of(run) == "completed"
    assert Record.objects.filter(name="Written").count() == 3


def test_a_change_under_way_while_a_requirement_is_judged_is_not_lost(install: Install, alice: Any) -> None:
    """The save began before the run watched the record, and commits after it: still the run wakes."""
    assert connection.vendor == "postgresql"
    install(bench.trivial_flow())
    wanted = Gate(conditions=where("account.Phone", text("1")))
    variable = Variable(name="account", kind=Kind.RECORD, object="Account", is_input=True)
    install(orchestration(background("Work", flow="Bench_Trivial", entry=wanted), variables=(variable,)))
    record = records.create(object="Account", values={"Name": "Acme"}, by=None).id
    saved, go = threading.Event(), threading.Event()

    def save() -> None:
        with transaction.atomic():
            records.update(record_id=record, values={"Phone": "1"}, by=None)
            saved.set()
            go.wait(20)

    def start() -> Any:
        saved.wait(20)
        threading.Timer(0.3, go.set).start()  # the start must wait for the save's row
        return start_run(api_name="Small", record_id=record)

    _nothing, run = at_once(save, start)
    drain()
    assert status_of(run) == "completed"


def test_a_person_and_a_worker_at_once_end_in_one_story(install: Install, alice: Any) -> None:
    install(bench.ask_flow())
    install(writing_flow())
    install(orchestration(asking("Ask"), background("Later", asynchronous=True)))
    run = start_run(api_name="Small")
    step = StepRun.objects.get(run=run, api_name="Ask")

    def finish() -> Any:
        return interviews.submit(
            step_id=step.pk,
            flow_version_id=step.flow_version_id,
            inputs={},
            user=alice,
            revision=0,
            values={"answer": "yes"},
            move="finish",
        )

    at_once(finish, lambda: look.look(run.pk))
    assert status_of(run) == "completed"
    assert sorted(RunTurn.objects.filter(run=run).values_list("number", flat=True)) == [1, 2, 3]
