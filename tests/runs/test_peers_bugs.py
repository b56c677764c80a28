"""Bugs that peers shipped, where the shell of runs is concerned; others are named where their subject is tested."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from django.test import Client

from runs.bench import definitions as bench
from runs.errors import AlreadyCompleted
from runs.models import RunTurn, StepRun
from runs.services import finish_work, start_run
from runs.story import lines_of
from runs.sweep import drain
from tests.runs.helpers import asking, background, orchestration, status_of, writing_flow

Install = Callable[[Any], Any]


def test_bug_3_a_second_answer_does_nothing_and_an_error_leaves_no_half_written_records(
    install: Install, alice: Any, boss: Any
) -> None:
    """The lock is held until the commit: no double action, no partial writes beside ERROR."""
    from records.models import Record

    install(bench.ask_flow())
    install(writing_flow(then_fault=True))
    install(orchestration(asking("Ask"), background("Work")))
    run = start_run(api_name="Small")
    drain()
    assert status_of(run) == "error"
    assert not Record.objects.filter(name="Written").exists()

    install(orchestration(asking("Ask"), api_name="Other"))
    other = start_run(api_name="Other")
    step = StepRun.objects.get(run=other)
    first = finish_work(run_id=other.pk, step_run_id=step.pk, outputs={}, by=alice)
    again = finish_work(run_id=other.pk, step_run_id=step.pk, outputs={}, by=alice)
    assert first.pk == again.pk
    with pytest.raises(AlreadyCompleted):
        finish_work(run_id=other.pk, step_run_id=step.pk, outputs={}, by=boss)
    assert RunTurn.objects.filter(run=other).count() == 2


def test_bug_18_a_step_that_is_renamed_or_gone_does_not_break_old_history(
    install: Install, boss: Any, client: Client
) -> None:
    install(bench.trivial_flow())
    install(orchestration(background("Before", flow="Bench_Trivial")))
    run = start_run(api_name="Small")
    install(msgspec.structs.replace(orchestration(background("After", flow="Bench_Trivial")), label="Renamed"))
    client.force_login(boss)

    assert any(line.label == "Before" for line in lines_of(run, run.turns.order_by("number")))
    page = client.get(f"/runs/{run.pk}/").content.decode()
    assert "Before" in page
    assert "After" not in page
