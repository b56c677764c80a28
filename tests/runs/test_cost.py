"""What a run costs: turns, transactions, statements (acceptance 4). The person answers through the Work Guide."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from runs import look
from runs.bench import definitions as bench
from runs.models import OutboxRow, Run, RunTurn
from runs.services import start_run
from workitems import services as work_items
from workitems.models import WorkItem
from workitems.viewer import Viewer


class Bill:
    def __init__(self) -> None:
        self.statements: list[str] = []
        self.transactions = 0

    @contextmanager
    def counting(self) -> Iterator[None]:
        with CaptureQueriesContext(connection) as captured:
            yield
        texts = [query["sql"] for query in captured.captured_queries]
        self.transactions += sum(text.startswith("BEGIN") for text in texts)
        self.statements += [text for text in texts if not text.startswith(("BEGIN", "COMMIT"))]


@pytest.fixture
def worker(make_user: Callable[..., Any]) -> Any:
    """Somebody who is asked and has no address: mail is no part of what a run costs."""
    user = make_user("worker", "stagecraft_people.run_flows")
    type(user).objects.filter(pk=user.pk).update(email="")
    return user


@pytest.fixture
def go(transactional_db: None, worker: Any) -> Callable[..., tuple[Run, Bill]]:
    """Runs W1 to its end and gives the bill of the second run, when every cache is warm."""

    def run_w1(*, asynchronous: bool) -> tuple[Run, Bill]:
        bench.install(bench.trivial_flow())
        bench.install(bench.ask_flow())
        bench.install(bench.w1(username="worker", asynchronous=asynchronous))
        for _ in range(2):
            bill = Bill()
            run = one_run(worker, bill)
        return run, bill

    return run_w1


def one_run(worker: Any, bill: Bill) -> Run:
    viewer = Viewer.of(worker)  # what a request knows of its person is not the run's cost
    with bill.counting():
        run = start_run(api_name=bench.W1)
    background(run, bill)
    with bill.counting():
        item = WorkItem.objects.get(run=run)
        work_items.answer(viewer=viewer, item=item, revision=0, values={"answer": "yes"}, move="finish")
    background(run, bill)
    run.refresh_from_db()
    assert run.status == "completed"
    return run


def background(run: Run, bill: Bill) -> None:
    """What a nudged worker does."""
    if OutboxRow.objects.filter(run=run).exists():
        with bill.counting():
            look.look(run.pk, outside=False)


def test_w1_as_the_engine_chooses(go: Callable[..., tuple[Run, Bill]]) -> None:
    run, bill = go(asynchronous=False)
    assert RunTurn.objects.filter(run=run).count() == 2
    assert bill.transactions == 2
    assert len(bill.statements) <= (12 if connection.vendor == "postgresql" else 18), "\n".join(bill.statements)


def test_w1_asynchronous(go: Callable[..., tuple[Run, Bill]]) -> None:
    _run, bill = go(asynchronous=True)
    assert bill.transactions <= 6
    assert len(bill.statements) <= (18 if connection.vendor == "postgresql" else 30), "\n".join(bill.statements)
