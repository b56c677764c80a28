"""The outbox: nothing is lost, nothing is done twice, and poison is shown to people."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from runs import look, outbox, ports
from runs.bench import definitions as bench
from runs.models import OutboxRow, Run, StepRun
from runs.services import cancel_run, start_run
from runs.sweep import drain, sweep_once
from tests.runs.helpers import background, orchestration, status_of, steps_of

Install = Callable[[Any], Any]


@pytest.fixture
def queued(install: Install) -> Run:
    """A run whose two steps wait for a worker."""
    install(bench.trivial_flow())
    steps = (background(name, flow="Bench_Trivial", asynchronous=True) for name in ("One", "Two"))
    install(orchestration(*steps))
    return start_run(api_name="Small")


def test_asynchronous_steps_wait_visibly_until_a_worker_comes(queued: Run) -> None:
    assert steps_of(queued) == {"One": "in_progress", "Two": "in_progress"}
    assert OutboxRow.objects.filter(run=queued, kind="run_flow").count() == 2
    assert look.look(queued.pk) == 2
    assert status_of(queued) == "completed"
    assert not OutboxRow.objects.exists()
    assert look.look(queued.pk) == 0


def test_the_sweep_works_when_no_broker_answers(queued: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody_there(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr("celery.app.base.Celery.send_task", nobody_there)
    monkeypatch.setattr(outbox._doorbell, "quiet_until", 0.0)
    assert sweep_once(grace=timedelta(0)) == 1
    assert status_of(queued) == "completed"
    monkeypatch.setattr(outbox._doorbell, "quiet_until", 0.0)


def test_work_of_a_canceled_run_is_dropped(queued: Run) -> None:
    cancel_run(run_id=queued.pk)
    look.look(queued.pk)
    assert steps_of(queued) == {"One": "canceled", "Two": "canceled"}
    assert not OutboxRow.objects.exists()


def test_work_that_crashes_again_and_again_fails_its_step(queued: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash of ours, not a fault of the flow: tried again with back-off, then shown as the step's error."""

    def crash(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("runs.flow_runs.run_to_end", crash)
    for _ in range(look.GIVE_UP_AFTER):
        look.look(queued.pk)
        waiting = OutboxRow.objects.filter(run=queued, kind="run_flow")
        assert all(row.due_at > timezone.now() and row.last_error == "RuntimeError: a bug" for row in waiting)
        waiting.update(due_at=timezone.now())
    assert status_of(queued) == "error"
    fault = StepRun.objects.get(run=queued, status="error").fault
    assert fault == "Background work failed 5 times: RuntimeError: a bug"


def test_an_outside_call_is_leased_and_tried_again(queued: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def carry_out(run_id: int, payload: dict[str, Any], key: str) -> None:
        leased = OutboxRow.objects.get(pk=int(key.partition(":")[2]))
        assert leased.leased_until is not None
        calls.append(key)
        if len(calls) == 1:
            raise TimeoutError("the other side is busy")

    monkeypatch.setitem(ports._performers, "test_call", carry_out)
    outbox.insert([ports.Intent(run_id=queued.pk, kind="test_call")], now=timezone.now())
    look.look(queued.pk)
    row = OutboxRow.objects.get(kind="test_call")
    assert (row.attempts, row.leased_until, row.last_error) == (1, None, "TimeoutError: the other side is busy")
    assert row.due_at > timezone.now()
    row.due_at = timezone.now()
    row.save()
    drain()
    assert len(set(calls)) == 1
    assert len(calls) == 2
    assert not OutboxRow.objects.exists()


def test_a_dead_workers_lease_runs_out(queued: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setitem(ports._performers, "test_call", lambda run_id, payload, key: done.append(key))
    outbox.insert([ports.Intent(run_id=queued.pk, kind="test_call")], now=timezone.now())
    OutboxRow.objects.filter(kind="test_call").update(leased_until=timezone.now() + timedelta(minutes=1))
    look.look(queued.pk)
    assert not done
    OutboxRow.objects.filter(kind="test_call").update(leased_until=timezone.now() - timedelta(seconds=1))
    look.look(queued.pk)
    assert len(done) == 1
