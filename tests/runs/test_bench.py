"""The benchmark command: its workloads run to their end and their figures are printed."""

import json
from contextlib import nullcontext
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from people.models import Group
from runs.models import OutboxRow, Run
from workitems.models import WorkItem

pytestmark = pytest.mark.django_db(transaction=True)


def bench(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("bench", *arguments, "--json", stdout=out)
    figures: dict[str, Any] = json.loads(out.getvalue())
    return figures


@pytest.mark.parametrize(("workload", "steps"), [("W1", 4), ("W2", 10)])
def test_runs_are_completed_and_counted(workload: str, steps: int) -> None:
    figures = bench(workload, "--runs", "3")
    assert (figures["workload"], figures["mode"], figures["runs"]) == (workload, "auto", 3)
    assert figures["steps_per_second"] == pytest.approx(figures["runs_per_second"] * steps, rel=0.05)
    assert figures["transactions_per_run"] == (2 if workload == "W1" else 1)
    assert (figures["human_to_next_done_ms"]["p50"] is not None) == (workload == "W1")
    assert set(Run.objects.values_list("status", flat=True)) == {"completed"}
    assert Run.objects.count() > 3  # those that warm up come on top
    assert not OutboxRow.objects.exists()


def test_the_inbox_workload_leaves_nothing_behind() -> None:
    figures = bench("W3", "--runs", "60")
    assert figures["open_items"] == 60
    assert set(figures["first_page_ms"]) == set(figures["counts_ms"]) == {"p50", "p95"}
    assert not WorkItem.objects.exists()
    assert not Group.objects.filter(api_name__startswith="bench_").exists()


def test_without_workers_it_says_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runs.bench.drive.PATIENCE", 0.1)
    monkeypatch.setattr("orchestration_site.bench.workloads.working", lambda count: nullcontext(0))
    monkeypatch.setattr("runs.bench.drive.Driver.reaction", lambda self, count: [])
    with pytest.raises(CommandError, match="0 of 2 runs were completed"):
        bench("W2", "--mode", "async", "--runs", "2")
