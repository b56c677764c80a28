"""Orchestrations of others whose flows call actions and have flaws: warned of at import, repairable in the run."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from records.ids import user_record_id
from records.schema import ensure_object
from runs.sweep import drain
from tests.acceptance.conftest import People

pytestmark = pytest.mark.django_db(transaction=True)
APPS = "alexed1__LightningFlowComponents/flow_apps"
APPROVERS = ("jaylanmanager@gs0.org", "yukisupervisor@gs0.org")


def imported(report: dict[str, Any], api_name: str) -> set[str]:
    """Codes of the file's warnings; it is active."""
    [file] = [file for file in report["files"] if file["api_name"] == api_name]
    assert file["activated"], file
    assert {problem["severity"] for problem in file["problems"]} <= {"warning"}
    return {problem["code"] for problem in file["problems"]}


def the_run(people: People, orchestration: str) -> dict[str, Any]:
    drain()
    ann = people.api("ann")
    [run] = ann.get(f"/api/v1/runs/?orchestration={orchestration}").data["results"]
    return ann.get(f"/api/v1/runs/{run['id']}/").data


def steps(run: dict[str, Any]) -> dict[str, str]:
    return {step["api_name"]: step["status"] for stage in run["stages"] for step in stage["steps"]}


def retry(people: People, run: dict[str, Any], **body: Any) -> None:
    answer = people.api("ann").post(f"/api/v1/runs/{run['id']}/retry/", {"from": "failed", **body}, format="json")
    assert answer.status_code == 202, answer.data


def answer(people: People, username: str, **values: Any) -> Any:
    api = people.api(username)
    [item] = api.get("/api/v1/work-items/?assigned_to=me&status=assigned").data["results"]
    screen = api.get(f"/api/v1/work-items/{item['id']}/screen/").data
    body = {"revision": screen["revision"], "values": values, "move": "next"}
    return api.post(f"/api/v1/work-items/{item['id']}/screen/", body, format="json")


@pytest.fixture
def office(people: People) -> People:
    people.person("ann", "admin")
    return people


def test_parallel_approvals_start_with_the_record_and_go_on_after_a_repair(
    office: People, corpus: Path, import_metadata: Callable[..., dict[str, Any]]
) -> None:
    ensure_object(api_name="Contract", label="Contract")
    report = import_metadata(corpus / APPS / "OrchestratorResources", activate="all")
    assert {"assignee_unknown", "flow_kind", "old_form"} <= imported(report, "Orchestration_Parallel_Approvals")
    assert "value_kind" in imported(report, "Entry_Flow_Have_Both_Approvals_Been_Received")

    made = office.api("ann").post("/api/v1/records/Contract/", {"fields": {"Name": "Deal"}}, format="json")
    assert made.status_code == 201, made.data
    run = the_run(office, "Orchestration_Parallel_Approvals")
    assert run["status"] == "error"
    assert APPROVERS[0] in run["fault"]

    for username in (*APPROVERS, "flowadmin@gs0.deved.org"):
        office.person(username)
    retry(office, run)
    for username in APPROVERS:
        done = answer(office, username, radioApproveReject="approve")
        assert done.status_code == 200, done.data
    run = the_run(office, "Orchestration_Parallel_Approvals")
    third = "Complete_Config_If_Both_Approve"  # its entry flow compares a text with true, and posts to nobody
    assert (run["status"], steps(run)[third]) == ("in_progress", "not_started")
    api = office.api("ann")
    lines = [line["text"] for line in api.get(f"/api/v1/runs/{run['id']}/history/").data["results"]]
    assert lines[-1] == "The evaluation flow of “Complete Config If Both Approve” answered no."

    step = max(one["id"] for stage in run["stages"] for one in stage["steps"] if one["api_name"] == third)
    skipped = api.post(f"/api/v1/runs/{run['id']}/skip/", {"step_run": step, "reason": "never met"}, format="json")
    assert skipped.status_code == 202, skipped.data
    assert the_run(office, "Orchestration_Parallel_Approvals")["status"] == "completed"


@pytest.fixture
def leaver(office: People, corpus: Path, import_metadata: Callable[..., dict[str, Any]]) -> Any:
    """Somebody who is to be deactivated, in a product that knows the orchestrations for it."""
    report = import_metadata(corpus / APPS / "DeactivateUser", activate="all")
    assert {"action_not_registered", "field_unsupported"} <= imported(report, "Reassign_Accounts")
    assert "object_unknown" in imported(report, "Notify_account_owner")
    assert "name_unknown" in imported(report, "Handle_User_Deactivation")
    return office.person("leaver")


def save(office: People, person: Any, **fields: Any) -> None:
    path = f"/api/v1/records/User/{user_record_id(person.pk)}/"
    saved = office.api("ann").patch(path, {"fields": fields}, format="json")
    assert saved.status_code == 200, saved.data


def test_without_a_manager_the_deactivation_stops_and_goes_on_once_there_is_one(office: People, leaver: Any) -> None:
    save(office, leaver, Reassignment_Requested__c=True)
    run = the_run(office, "User_deactivation_orchestration")
    assert run["status"] == "error"
    assert "$Record.Manager.Username" in run["fault"]

    save(office, leaver, ManagerId=user_record_id(office.person("chief").pk))
    retry(office, run)
    run = the_run(office, "User_deactivation_orchestration")
    assert (run["status"], run["fault"]) == ("error", "There is no object CustomNotificationType.")
    step = max(one["id"] for stage in run["stages"] for one in stage["steps"] if one["api_name"] == "notify_manager")
    body = {"step_run": step, "reason": "told by hand"}
    skipped = office.api("ann").post(f"/api/v1/runs/{run['id']}/skip/", body, format="json")
    assert skipped.status_code == 202, skipped.data
    run = the_run(office, "User_deactivation_orchestration")
    assert run["status"] == "in_progress", run
    [item] = office.api("chief").get("/api/v1/work-items/?assigned_to=me&status=assigned").data["results"]
    assert item["label"] == "Reassign Account Ownership"


def test_the_deactivation_that_waits_is_repaired_by_naming_the_person(office: People, leaver: Any) -> None:
    save(office, leaver, Reassignment_Requested__c=True)
    run = the_run(office, "Handle_User_Deactivation")
    assert run["status"] == "error"
    assert user_record_id(leaver.pk) in run["fault"]

    retry(office, run, assignee={"kind": "user", "name": "leaver"})
    run = the_run(office, "Handle_User_Deactivation")
    assert set(steps(run).values()) == {"in_progress"}
    lines = office.api("ann").get(f"/api/v1/runs/{run['id']}/history/").data["results"]
    assert "flow_waits" in {line["what"] for line in lines}

    done = answer(office, "leaver", Keep_Account_Active=True)
    assert done.status_code == 200, done.data
    run = the_run(office, "Handle_User_Deactivation")
    assert run["status"] in ("in_progress", "completed"), run
    assert run["stages"][0]["steps"][0]["status"] == "completed", (run["status"], steps(run))
