"""Trying out and test cases over REST and on their pages."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from builder.models import Flow
from engine.document import Definition
from engine.document.definition import Start
from runs.bench import definitions as bench
from runs.models import Run, TestCase
from tests.runs.helpers import asking, orchestration
from tests.runs.test_debugging import BUILD, MANAGE, RUN, shorter

Install = Callable[[Definition], Any]


@pytest.fixture
def builder(transactional_db: None, make_user: Callable[..., Any]) -> Any:
    return make_user("builder", BUILD, MANAGE, RUN, "stagecraft_people.view_all_data")


@pytest.fixture
def w1_flow(install: Install, alice: Any, builder: Any) -> str:
    install(bench.trivial_flow())
    install(bench.ask_flow())
    install(bench.w1(username="alice", asynchronous=False))
    return bench.W1


ANSWER = {"kind": "complete", "step": "Ask_person", "who": "alice", "values": [{"answer": "yes"}]}


def test_debugging_over_rest(w1_flow: str, builder: Any, boss: Any, api_for: Any) -> None:
    address, api = f"/api/v1/flows/{w1_flow}/debug/", api_for(builder)
    asked = api.post(address, {}, format="json")
    assert asked.status_code == 200, asked.json()
    assert asked.json()["waiting"][0]["screen"]["fields"][0]["name"] == "answer"
    done = api.post(
        address, {"acts": [ANSWER], "mocks": {"Finish_a": {"outputs": {"done": False}}}}, format="json"
    ).json()
    assert (done["status"], done["outputs"]["Finish_a.done"]) == ("completed", False)
    assert done["lines"][0]["what"] == "run_started"
    assert not Run.objects.exists()
    assert api_for(boss).post(address, {}, format="json").status_code == 403
    wrong = api.post(address, {"acts": "no"}, format="json")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid")


def test_test_cases_over_rest(w1_flow: str, builder: Any, boss: Any, api_for: Any) -> None:
    address, api = f"/api/v1/flows/{w1_flow}/tests/", api_for(builder)
    made = api.post(address, {"name": "Yes", "trial": {"acts": [ANSWER]}}, format="json")
    assert (made.status_code, made.json()["expected"]["status"]) == (201, "completed")
    played = api.post(f"{address}run/", {}, format="json").json()
    assert [(one["name"], one["green"]) for one in played] == [("Yes", True)]
    document = api.get(address).json()
    assert api.delete(f"{address}{made.json()['id']}/").status_code == 204
    assert api.put(address, {**document, "required": True}, format="json").json()["required"] is True
    assert api.get(address).json()["cases"][0]["trial"] == document["cases"][0]["trial"]
    assert api_for(boss).get(address).status_code == 403


def test_the_page_goes_on_step_by_step_and_keeps_a_test_case(w1_flow: str, builder: Any, client_for: Any) -> None:
    browser, address = client_for(builder), f"/runs/debug/{w1_flow}/"
    assert "Nothing was tried yet" in browser.get(address).content.decode()

    first = browser.post(address, {"do": "try", "version": "1", "at": "2030-01-31T10:00"})
    assert "Waits for alice" in first.content.decode()
    assert 'name="f-answer"' in first.content.decode()

    trial = first.context["trial_json"]
    form = {"do": "complete", "trial": trial, "step": "Ask_person", "screen": "Question", "given": "0", "who": "alice"}
    wrong = browser.post(address, {**form, "f-answer": ""})
    assert wrong.context["report"].status == "in_progress"
    again = {**form, "trial": wrong.context["trial_json"], "given": "1", "f-answer": "yes"}
    done = browser.post(address, again)
    assert done.context["report"].path[-1] == "completed", done.context["report"]
    assert "Outcome" in done.content.decode() or "yes" in done.content.decode()
    back = browser.post(address, {"do": "back", "trial": done.context["trial_json"]})
    assert back.context["report"].status == "in_progress"

    kept = browser.post(address, {"do": "keep", "trial": done.context["trial_json"], "name": "Says yes"}, follow=True)
    assert "Says yes" in kept.content.decode()
    assert TestCase.objects.get().expected["path"][-1] == "completed"
    assert not Run.objects.exists()


def test_the_page_shows_differences_and_activation_refuses(w1_flow: str, builder: Any, client_for: Any) -> None:
    from builder.services import save_version
    from runs.debugging import cases
    from runs.debugging.trial import trial_of

    case = cases.keep(
        flow=Flow.objects.get(api_name=w1_flow), name="Yes", trial=trial_of({"acts": [ANSWER]}), by=builder
    )
    save_version(definition=shorter(), by=builder)
    browser, where = client_for(builder), f"/runs/tests/{w1_flow}/"

    assert "The test case is green." in browser.post(f"{where}run/", {"version": "1"}).content.decode()
    assert "One test case fails" in browser.post(f"{where}run/", {"version": "2"}).content.decode()
    page = browser.post(f"{where}{case.pk}/", {"do": "play", "version": "2"}).content.decode()
    assert "step Finish_a completed" in page
    assert "This is right" in page

    browser.post(f"{where}require/", {"required": "on"})
    refused = browser.post(f"/builder/{w1_flow}/activate/", {"version": "2"})
    assert refused.status_code == 422
    assert "tests/Yes" in refused.content.decode()
    browser.post(f"{where}{case.pk}/", {"do": "accept", "version": "2"})
    assert browser.post(f"/builder/{w1_flow}/activate/", {"version": "2"}).status_code == 302

    file = browser.get(f"{where}export/")
    browser.post(f"{where}{case.pk}/", {"do": "delete"})
    assert not TestCase.objects.exists()
    browser.post(f"{where}import/", {"file": SimpleUploadedFile("x.json", file.content)})
    assert TestCase.objects.get().name == "Yes"
    assert json.loads(file.content)["cases"][0]["name"] == "Yes"
    answer = browser.post(f"{where}import/", {"file": SimpleUploadedFile("x.json", b"no")}, follow=True)
    assert "This file is not JSON." in answer.content.decode()


def test_pages_of_trying_are_closed_to_others(w1_flow: str, boss: Any, client_for: Any) -> None:
    browser = client_for(boss)
    assert browser.get(f"/runs/debug/{w1_flow}/").status_code == 403
    assert browser.get(f"/runs/tests/{w1_flow}/").status_code == 403


def test_a_record_triggered_automation_takes_a_sample(
    install: Install, alice: Any, builder: Any, client_for: Any
) -> None:
    install(bench.ask_flow())
    install(orchestration(asking("Ask"), start=Start(trigger="record_after_save", object="Account", on="create")))
    browser = client_for(builder)
    refused = browser.post("/runs/debug/Small/", {"do": "try", "version": "1"})
    assert (refused.status_code, "sample record" in refused.content.decode()) == (422, True)
    tried = browser.post(
        "/runs/debug/Small/", {"do": "try", "version": "1", "fields": "Name = Acme\nNumberOfEmployees = 5"}
    )
    assert tried.context["report"] is not None, tried.content.decode()
    assert tried.context["report"].status == "in_progress"
    wrong = browser.post("/runs/debug/Small/", {"do": "try", "version": "1", "fields": "Acme"})
    assert "Name = value" in wrong.content.decode()
