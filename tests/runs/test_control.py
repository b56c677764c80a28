"""Suspend, retry and skip through the API and the pages: what changes, who said why, what is refused."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from django.test import Client

from engine.document.operands import Named, Reference
from engine.document.resources import Variable
from engine.document.stages import Assignee, Gate, Step
from engine.values import Kind
from records.models import Record
from runs.bench import definitions as bench
from runs.models import Run, StepRun
from runs.services import start_run
from tests.runs.helpers import asking, background, orchestration, status_of, steps_of, text, where, writing_flow
from workitems.models import WorkItem

Install = Callable[[Any], Any]


@pytest.fixture
def api(boss: Any, api_for: Callable[[Any], Any]) -> Any:
    return api_for(boss)


@pytest.fixture
def page(boss: Any, client_for: Callable[[Any], Client]) -> Client:
    return client_for(boss)


@pytest.fixture
def failed(install: Install, alice: Any) -> Run:
    """`First` wrote a record; `Ask` names somebody there is not."""
    install(bench.ask_flow())
    install(writing_flow())
    entry = Gate(conditions=where("First.Status", text("Completed")))
    nobody = asking("Ask", username="alice", entry=entry)
    install(orchestration(background("First"), nobody))
    alice.is_active = False
    alice.save()
    started = start_run(api_name="Small")
    alice.is_active = True
    alice.save()
    assert status_of(started) == "error"
    return started


def retry(api: Any, run: Run, **body: Any) -> Any:
    return api.post(f"/api/v1/runs/{run.pk}/retry/", body, format="json")


def skip(api: Any, run: Run, **body: Any) -> Any:
    return api.post(f"/api/v1/runs/{run.pk}/skip/", body, format="json")


def step(run: Run, name: str) -> int:
    return StepRun.objects.get(run=run, api_name=name).pk


def lines(api: Any, run: Run) -> list[str]:
    return [line["text"] for line in api.get(f"/api/v1/runs/{run.pk}/history/").data["results"]]


def test_a_corrected_assignee_gets_the_work_and_history_says_who_and_why(failed: Run, api: Any, boss: Any) -> None:
    answered = retry(api, failed, assignee={"kind": "user", "name": "boss"}, reason="alice has left")

    assert (answered.status_code, answered.data["status"]) == (202, "in_progress")
    assert WorkItem.objects.get(run=failed, status="assigned").assignee_key == f"user:{boss.pk}"
    assert "boss retried the failed step. Asked instead: user boss. Reason: alice has left" in lines(api, failed)


def test_a_chosen_step_runs_again_and_the_failed_one_after_it(failed: Run, api: Any) -> None:
    assert Record.objects.filter(name="Written").count() == 1
    answered = retry(api, failed, **{"from": {"step_run": step(failed, "First")}})

    assert answered.data["status"] == "in_progress"
    assert steps_of(failed) == {"First": "completed", "Ask": "in_progress"}
    assert Record.objects.filter(name="Written").count() == 2
    assert [part["attempt"] for part in answered.data["stages"][0]["steps"]] == [2, 2]


@pytest.mark.parametrize("by_name", [True, False])
def test_a_stage_is_entered_anew(failed: Run, api: Any, by_name: bool) -> None:
    stage = "Only" if by_name else failed.stages.get().pk
    answered = retry(api, failed, **{"from": {"stage": stage}})

    assert [(one["attempt"], one["status"]) for one in answered.data["stages"]] == [(1, "error"), (2, "in_progress")]
    assert "boss retried stage “Only”." in lines(api, failed)


def test_from_the_start_with_corrected_inputs(install: Install, alice: Any, api: Any) -> None:
    install(bench.ask_flow())
    who = Variable(name="who", kind=Kind.TEXT, is_input=True, required=True)
    ask = Step(
        name="Ask",
        label="Ask",
        kind="interactive",
        action="Bench_Ask",
        assignees=(Assignee("resource", Reference("who")),),
    )
    install(orchestration(ask, variables=(who,)))
    run = start_run(api_name="Small", inputs={"who": "nobody"})
    assert status_of(run) == "error"

    assert retry(api, run, **{"from": "start"}, inputs={"who": "alice"}).data["status"] == "in_progress"
    assert "boss retried from the start. Corrected: who." in lines(api, run)


def test_the_inputs_of_a_step_are_corrected_and_checked(install: Install, alice: Any, api: Any) -> None:
    flow = writing_flow(then_fault=True)
    amount = Variable(name="amount", kind=Kind.NUMBER, is_input=True)
    install(msgspec.structs.replace(flow, variables=(*flow.variables, amount)))
    install(orchestration(background("Write", inputs=(Named("amount", text("x")),))))
    run = start_run(api_name="Small")
    good = writing_flow()
    install(msgspec.structs.replace(good, variables=(*good.variables, amount)))

    refused = retry(api, run, inputs={"amount": "many"})
    assert (refused.status_code, refused.data["code"]) == (422, "bad_input")
    assert retry(api, run, inputs={"other": 3}).data["code"] == "unknown_input"
    assert retry(api, run, inputs={"amount": 3}).data["status"] == "completed"


def test_a_run_can_be_retried_for_ever(failed: Run, api: Any, alice: Any) -> None:
    alice.is_active = False
    alice.save()
    for attempt in range(2, 6):
        assert retry(api, failed).data["status"] == "error"
        assert StepRun.objects.get(run=failed, api_name="Ask").attempt == attempt
    alice.is_active = True
    alice.save()
    assert retry(api, failed).data["status"] == "in_progress"


def test_skip_needs_a_reason_and_keeps_it(failed: Run, api: Any) -> None:
    ask = step(failed, "Ask")
    refused = skip(api, failed, step_run=ask)
    assert (refused.status_code, refused.data["code"]) == (422, "reason_required")

    answered = skip(api, failed, step_run=ask, reason="agreed by phone")
    assert (answered.status_code, answered.data["status"]) == (202, "completed")
    assert answered.data["stages"][0]["steps"][1]["skipped"] is True
    assert "boss skipped “Ask”. Reason: agreed by phone" in lines(api, failed)


def test_a_skipped_step_needs_nobody_any_more(w1: str, api: Any, alice: Any, client_for: Any) -> None:
    run = start_run(api_name=w1)
    item = WorkItem.objects.get(run=run)
    stage = run.stages.get(status="in_progress")
    assert skip(api, run, stage=stage.pk, reason="not needed").status_code == 202

    item.refresh_from_db()
    assert item.status == "withdrawn"
    assert status_of(run) == "completed"


def test_others_may_not_repair(failed: Run, alice: Any, api_for: Any, client_for: Any) -> None:
    assert retry(api_for(alice), failed).status_code == 403
    assert skip(api_for(alice), failed, step_run=step(failed, "Ask"), reason="x").status_code == 403
    for act in ("suspend", "resume", "cancel", "retry", "skip"):
        assert client_for(alice).get(f"/runs/{failed.pk}/{act}/").status_code == 403
        assert client_for(alice).post(f"/runs/{failed.pk}/{act}/", {"reason": "x"}).status_code == 403
    assert client_for(alice).post("/runs/bulk/", {"act": "cancel", "run": failed.pk, "confirmed": 1}).status_code == 403
    assert status_of(failed) == "error"


def shown(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content[:800]
    return " ".join(response.content.decode().split())


def test_the_page_offers_what_fits_and_says_what_will_happen(failed: Run, page: Client) -> None:
    text = shown(page.get(f"/runs/{failed.pk}/"))
    assert f"/runs/{failed.pk}/skip/?step={step(failed, 'Ask')}" in text
    assert f"/runs/{failed.pk}/suspend/" not in text

    asked = shown(page.get(f"/runs/{failed.pk}/retry/"))
    assert "Retry “Ask”?" in asked
    assert "A work item for “Ask” is opened for alice" in asked
    fragment = shown(page.get(f"/runs/{failed.pk}/retry/", headers={"HX-Target": "run-dialog-content"}))
    assert "<html" not in fragment


def test_the_page_retries_with_another_assignee(failed: Run, page: Client, boss: Any) -> None:
    answered = page.post(
        f"/runs/{failed.pk}/retry/", {"assignee": "user:boss", "reason": "alice has left"}, follow=True
    )
    assert "Reason: alice has left" in shown(answered)
    assert WorkItem.objects.get(run=failed, status="assigned").assignee_key == f"user:{boss.pk}"


def test_the_page_skips_with_a_reason_only(failed: Run, page: Client) -> None:
    url = f"/runs/{failed.pk}/skip/?step={step(failed, 'Ask')}"
    assert "This field is required" in shown(page.post(url, {"reason": " "}), 422)
    assert status_of(failed) == "error"
    assert "agreed by phone" in shown(page.post(url, {"reason": "agreed by phone"}, follow=True))
    assert status_of(failed) == "completed"


def test_an_act_that_no_longer_fits_is_refused_on_its_page(failed: Run, page: Client) -> None:
    assert "not possible while the status is error" in shown(page.get(f"/runs/{failed.pk}/suspend/"))
    assert shown(page.post(f"/runs/{failed.pk}/suspend/", {}), 409)


def test_suspend_and_resume_by_page(w1: str, page: Client, boss: Any) -> None:
    run = start_run(api_name=w1, by=boss)
    page.post(f"/runs/{run.pk}/suspend/", {"reason": "the customer asked"})
    assert status_of(run) == "suspended"
    assert f"/runs/{run.pk}/resume/" in shown(page.get(f"/runs/{run.pk}/"))
    page.post(f"/runs/{run.pk}/resume/", {})
    assert status_of(run) == "in_progress"


@pytest.fixture
def stalled(install: Install, alice: Any) -> Run:
    install(bench.ask_flow())
    install(writing_flow())
    never = Gate(conditions=where("First.Outputs.made", text("never")))
    install(orchestration(background("First"), asking("Ask", entry=never)))
    return start_run(api_name="Small")


def test_a_stalled_run_is_told_and_found_and_can_be_moved_on(stalled: Run, page: Client, api: Any) -> None:
    text = shown(page.get(f"/runs/{stalled.pk}/"))
    assert "Nothing can move this run on" in text
    assert "Starts when made of First is “never”." in text
    assert f'href="/runs/{stalled.pk}/"' in shown(page.get("/runs/?stalled=1"))
    assert "1 run is stalled" in shown(page.get("/runs/"))
    assert api.get("/api/v1/runs/?stalled=1").data["results"][0]["stalled"] is True

    assert retry(api, stalled, **{"from": {"step_run": step(stalled, "Ask")}}).data["stalled"] is False
    assert "No run matches" in shown(page.get("/runs/?stalled=1"))


def test_several_runs_at_once_with_a_result_for_each(w1: str, failed: Run, page: Client, boss: Any) -> None:
    running = start_run(api_name=w1, by=boss)
    chosen = {"run": [failed.pk, running.pk], "act": "retry"}
    asked = shown(page.post("/runs/bulk/", chosen))
    assert "Left as they are" in asked
    assert f'name="run" value="{failed.pk}"' in asked

    results = shown(page.post("/runs/bulk/", {**chosen, "confirmed": "1", "reason": "mended"}))
    assert "1 done, 1 refused" in results
    assert (status_of(failed), status_of(running)) == ("in_progress", "in_progress")
    page.post("/runs/bulk/", {**chosen, "act": "cancel", "confirmed": "1"})
    assert (status_of(failed), status_of(running)) == ("canceled", "canceled")


def test_a_retry_in_the_newest_version_moves_the_run_first(
    failed: Run, install: Install, api: Any, page: Client
) -> None:
    entry = Gate(conditions=where("First.Status", text("Completed")))
    install(orchestration(background("First"), asking("Ask", username="boss", entry=entry)))
    assert "In the active version, 2" in shown(page.get(f"/runs/{failed.pk}/retry/"))
    refused = retry(api, failed, version="latest")
    assert (refused.status_code, refused.data["code"]) == (422, "invalid")

    page.post(f"/runs/{failed.pk}/retry/", {"newest": "on", "reason": "corrected there"})
    failed.refresh_from_db()
    assert (failed.status, failed.version.number) == ("in_progress", 2)
    assert WorkItem.objects.get(run=failed, status="assigned").assignee_name == "boss"
    told = lines(api, failed)
    assert any("moved the run from version 1 to version 2" in line for line in told)
    assert told[-3].startswith("boss retried the failed step.")
