"""A failing step, what it leaves, and how it is repaired."""

from collections.abc import Callable
from typing import Any

import pytest

from builder.models import FlowVersion, VersionStatus
from records.models import Record
from runs.bench import definitions as bench
from runs.errors import NothingFailed, UnknownAssignee
from runs.models import OutboxRow, Run, RunTurn, StepRun
from runs.services import retry_run, start_run
from runs.sweep import drain
from tests.runs.helpers import asking, background, orchestration, status_of, steps_of, writing_flow
from workitems.models import WorkItem

Install = Callable[[Any], Any]


@pytest.fixture
def broken(install: Install, alice: Any) -> Run:
    """A person is asked while a background step writes a record and then faults."""
    install(bench.ask_flow())
    install(writing_flow(then_fault=True))
    install(orchestration(asking("Ask"), background("Write")))
    return start_run(api_name="Small")


def test_a_fault_takes_back_what_its_step_wrote_and_nothing_else(broken: Run) -> None:
    assert status_of(broken) == "error"
    assert steps_of(broken) == {"Ask": "discontinued", "Write": "error"}
    assert not Record.objects.filter(name="Written").exists()
    assert "Name" in broken.fault
    assert StepRun.objects.get(run=broken, api_name="Write").fault == broken.fault
    assert not WorkItem.objects.filter(run=broken, status="assigned").exists()


def test_retry_after_the_flow_was_mended_goes_on_where_it_stopped(broken: Run, install: Install, boss: Any) -> None:
    install(writing_flow())
    retry_run(run_id=broken.pk, by=boss, reason="mended")
    assert status_of(broken) == "in_progress"
    assert steps_of(broken) == {"Ask": "in_progress", "Write": "completed"}
    assert Record.objects.filter(name="Written").count() == 1
    assert WorkItem.objects.filter(run=broken, status="assigned").count() == 1
    assert broken.fault == ""


def test_a_run_in_good_health_cannot_be_retried(w1: str, boss: Any) -> None:
    run = start_run(api_name=w1)
    with pytest.raises(NothingFailed):
        retry_run(run_id=run.pk, by=boss)


def test_an_unknown_assignee_is_repaired_by_choosing_another(install: Install, alice: Any, boss: Any) -> None:
    install(bench.ask_flow())
    definition = orchestration(asking("Ask", username="gone"))
    version = _saved_active(definition)
    assert version.status == "active"
    run = start_run(api_name="Small")
    assert status_of(run) == "error"
    assert "There is no user named gone" in run.fault
    with pytest.raises(UnknownAssignee):
        retry_run(run_id=run.pk, by=boss, assignee=("user", "nobody"))
    retry_run(run_id=run.pk, by=boss, assignee=("user", "alice"))
    assert status_of(run) == "in_progress"
    assert WorkItem.objects.get(run=run).assignee_key == f"user:{alice.pk}"


def test_people_who_manage_runs_get_mail(broken: Run, boss: Any, mailoutbox: list[Any]) -> None:
    drain()
    [mail] = [mail for mail in mailoutbox if "needs repair" in mail.subject]
    assert mail.to == ["boss@example.com"]
    assert f"/runs/{broken.pk}/" in mail.body
    assert not OutboxRow.objects.exists()


def test_a_step_whose_flow_is_not_active_fails_and_can_be_retried(install: Install, boss: Any) -> None:
    install(writing_flow())
    install(orchestration(background("Write")))
    flow = FlowVersion.objects.get(flow__api_name="Write").flow
    FlowVersion.objects.filter(flow=flow).update(status=VersionStatus.OBSOLETE)
    run = start_run(api_name="Small")
    assert status_of(run) == "error"
    assert "no active version" in run.fault
    FlowVersion.objects.filter(flow=flow).update(status=VersionStatus.ACTIVE)
    retry_run(run_id=run.pk, by=boss)
    assert status_of(run) == "completed"
    assert [turn.number for turn in RunTurn.objects.filter(run=run).order_by("id")] == [1, 2]


def _saved_active(definition: Any) -> FlowVersion:
    """As an import leaves it: active although somebody it names is missing, which is a warning there."""
    import msgspec

    from builder.services import activate, save_version

    imported = msgspec.structs.replace(definition, source="metadata")
    return activate(version=save_version(definition=imported, by=None), by=None)
