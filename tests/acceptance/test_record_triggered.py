"""The record-triggered orchestration that others wrote: an assignee who does not exist is a repairable error."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from runs.sweep import drain
from tests.acceptance.conftest import People

pytestmark = pytest.mark.django_db(transaction=True)
FOLDER = "alexed1__LightningFlowComponents/flow_apps/WorkGuidePlus"
NOBODY = "sahib.gadzhiev-4kxj@force.com"


@pytest.fixture
def report(people: People, corpus: Path, import_metadata: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    people.person("ann", "admin")
    return import_metadata(corpus / FOLDER)


def start_by_creating_an_account(people: People) -> dict[str, Any]:
    ann = people.api("ann")
    answer = ann.post("/api/v1/records/Account/", {"fields": {"Name": "Acme"}}, format="json")
    assert answer.status_code == 201, answer.data
    drain()
    [run] = ann.get("/api/v1/runs/?orchestration=Test_Orchestration").data["results"]
    return ann.get(f"/api/v1/runs/{run['id']}/").data


def test_the_import_warns_of_the_assignee(report: dict[str, Any]) -> None:
    [file] = [file for file in report["files"] if file["api_name"] == "Test_Orchestration"]

    assert file["activated"]
    assert {(p["code"], p["severity"]) for p in file["problems"]} >= {("assignee_unknown", "warning")}
    assert any(NOBODY in problem["message"] for problem in file["problems"])


def test_creating_an_account_starts_it_exactly_once_and_the_error_can_be_repaired(
    people: People, report: dict[str, Any]
) -> None:
    run = start_by_creating_an_account(people)
    assert run["status"] == "error"
    assert NOBODY in run["fault"]

    people.person(NOBODY)
    ann = people.api("ann")
    answer = ann.post(f"/api/v1/runs/{run['id']}/retry/", {"from": "failed"}, format="json")
    assert answer.status_code == 202, answer.data

    sahib = people.api(NOBODY)
    assert work(sahib, "Open Case") == "<p>Acme</p>"
    assert work(sahib, "test 2 step") == "<p>1234</p>"
    assert ann.get(f"/api/v1/runs/{run['id']}/").data["status"] == "completed"


def test_another_assignee_can_be_chosen_at_the_retry(people: People, report: dict[str, Any]) -> None:
    people.person("bob")
    run = start_by_creating_an_account(people)

    body = {"from": "failed", "assignee": {"kind": "user", "name": "bob"}, "reason": "Sahib left"}
    assert people.api("ann").post(f"/api/v1/runs/{run['id']}/retry/", body, format="json").status_code == 202

    assert work(people.api("bob"), "Open Case") == "<p>Acme</p>"


def work(api: Any, label: str) -> str:
    """Finishes the one open work item of this label; what its screen shows."""
    items = api.get("/api/v1/work-items/?assigned_to=me&status=assigned").data["results"]
    [item] = [item for item in items if item["label"] == label]
    screen = api.get(f"/api/v1/work-items/{item['id']}/screen/").data
    [shown] = screen["fields"]
    body = {"revision": screen["revision"], "values": {}, "move": "finish"}
    answer = api.post(f"/api/v1/work-items/{item['id']}/screen/", body, format="json")
    assert answer.status_code == 200, answer.data
    return shown["html"]
