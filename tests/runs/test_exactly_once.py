"""One turn per source key, whatever is delivered twice; a crash between any two statements leaves nothing half done."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from engine.orchestration.events import CancelAsked
from records.models import Record
from runs import interviews, look
from runs.bench import definitions as bench
from runs.errors import AlreadyCompleted, RunRefused, ScreenMovedOn, WorkOver
from runs.models import Interview, OutboxRow, Run, RunTurn, StageRun, StepRun
from runs.services import cancel_run, finish_work, start_run
from runs.turns import deliver
from tests.runs.helpers import asking, background, orchestration, status_of, writing_flow
from tests.runs.test_turns import answer
from workitems.models import WorkItem

Install = Callable[[Any], Any]
TABLES = (Run, StageRun, StepRun, RunTurn, OutboxRow, Interview, WorkItem, Record)


class Crash(Exception):
    """Stands for kill -9: the transaction never commits."""


@contextmanager
def crashing_before(number: int) -> Iterator[list[str]]:
    """The statement of this number never happens; gives the statements that were tried.

    Statements that went to PostgreSQL as one count each for itself: none of them happens then.
    """
    seen: list[str] = []

    def stop(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            before = len(seen)
            seen.extend([sql] * (1 + len(re.findall(r"\b\w+ AS \(", sql))))
            if before < number <= len(seen):
                raise Crash(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(stop):
        yield seen


def everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in TABLES]


def test_a_source_key_is_one_turn(w1: str) -> None:
    run = start_run(api_name=w1)
    event = CancelAsked(at="2026-01-01T00:00:00+00:00")
    first = deliver(run_id=run.pk, event=event, source_key="k")
    again = deliver(run_id=run.pk, event=event, source_key="k")
    assert (first.number, again.number) == (2, 2)
    assert RunTurn.objects.filter(run=run).count() == 2


def test_an_ended_run_refuses_everything(w1: str) -> None:
    run = start_run(api_name=w1)
    cancel_run(run_id=run.pk)
    with pytest.raises(RunRefused):
        cancel_run(run_id=run.pk)


def test_the_second_finisher_is_told_who_was_first(install: Install, alice: Any, boss: Any) -> None:
    install(bench.ask_flow())
    install(bench.trivial_flow())
    install(bench.w1(username="alice", asynchronous=False))
    run = start_run(api_name=bench.W1)
    assert answer(run, alice).finished
    before = everything()
    assert answer(run, alice).finished  # a double click
    with pytest.raises(AlreadyCompleted, match="alice completed this first"):
        answer(run, boss)
    step = StepRun.objects.get(run=run, api_name="Ask_person")
    turn = finish_work(run_id=run.pk, step_run_id=step.pk, outputs={"outcome": "no"}, by=alice)
    assert turn.number == 2
    assert everything() == before


def test_work_of_a_canceled_run_is_over(w1: str, alice: Any) -> None:
    run = start_run(api_name=w1)
    cancel_run(run_id=run.pk)
    with pytest.raises(WorkOver):
        answer(run, alice)


def test_a_stale_screen_gets_the_current_one(w1: str, alice: Any) -> None:
    run = start_run(api_name=w1)
    step = StepRun.objects.get(run=run, api_name="Ask_person")
    given: dict[str, Any] = {
        "step_id": step.pk,
        "flow_version_id": step.flow_version_id,
        "inputs": {},
        "user": alice,
    }
    paused = interviews.submit(**given, revision=0, values={"answer": "half"}, move="pause")
    assert (paused.revision, paused.paused) == (1, True)
    with pytest.raises(ScreenMovedOn) as refused:
        interviews.submit(**given, revision=0, values={"answer": "yes"}, move="finish")
    current = refused.value.context["screen"]
    assert (current.revision, current.view.fields[0].value) == (1, "half")
    wrong = interviews.submit(**given, revision=1, values={"answer": ""}, move="finish")
    assert (wrong.revision, list(wrong.view.errors)) == (1, ["answer"])
    assert interviews.submit(**given, revision=1, values={"answer": "yes"}, move="finish").finished
    assert status_of(run) == "completed"


@pytest.fixture
def writing(install: Install, alice: Any) -> str:
    """A step that writes a record, then a person, then an asynchronous step that writes."""
    install(bench.ask_flow())
    install(writing_flow())
    install(orchestration(background("Now"), asking("Ask"), background("Later", asynchronous=True)))
    return "Small"


def test_a_crash_between_any_two_statements_of_a_start_leaves_nothing(writing: str) -> None:
    before = everything()
    for number in range(1, 200):
        with crashing_before(number) as seen:
            try:
                start_run(api_name=writing)
                break
            except Crash:
                assert everything() == before, seen[-1]
    assert number > 8
    assert Run.objects.count() == Record.objects.count() == WorkItem.objects.count() == 1


def test_a_crash_between_any_two_statements_of_background_work_leaves_it_to_be_done(writing: str) -> None:
    run = start_run(api_name=writing)
    before = everything()
    for number in range(1, 200):
        with crashing_before(number) as seen:
            try:
                look._take(run.pk, None)
                break
            except Crash:
                assert everything() == before, seen[-1]
    assert number > 8
    assert Record.objects.count() == 2
    assert not OutboxRow.objects.filter(kind="run_flow").exists()


def test_a_crash_between_any_two_statements_of_an_answer_leaves_it_unanswered(writing: str, alice: Any) -> None:
    run = start_run(api_name=writing)
    look.look(run.pk)
    step = StepRun.objects.get(run=run, api_name="Ask")
    before = everything()
    for number in range(1, 200):
        with crashing_before(number) as seen:
            try:
                interviews.submit(
                    step_id=step.pk,
                    flow_version_id=step.flow_version_id,
                    inputs={},
                    user=alice,
                    revision=0,
                    values={"answer": "yes"},
                    move="finish",
                )
                break
            except Crash:
                assert everything() == before, seen[-1]
    assert number > 6
    assert status_of(run) == "completed"
