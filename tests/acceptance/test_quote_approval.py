"""The quote approval that others wrote: each level takes the path its definition says."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import People

pytestmark = pytest.mark.django_db(transaction=True)
FOLDER = "bgaldino__rlm-base-dev/unpackaged/post_approvals"
NAME = "RLM_Quote_Smart_Approval"


class Office:
    """Five people: one starts, the others sit in the groups that the definition names."""

    def __init__(self, people: People) -> None:
        self.people = people
        people.person("ann", "admin")
        for username in ("mia", "max", "dora", "vic"):
            people.person(username)
        people.group("Manager", "mia", "max")
        people.group("Director", "dora")
        people.group("VP", "vic")
        self.ann = people.api("ann")

    def quote(self, level: int | None, terms: str) -> str:
        fields = {"Name": "Q-1", "RLM_Approval_Level__c": level, "RLM_Payment_Terms__c": terms}
        answer = self.ann.post("/api/v1/records/Quote/", {"fields": fields}, format="json")
        assert answer.status_code == 201, answer.data
        return answer.data["id"]

    def start(self, quote: str) -> dict[str, Any]:
        body = {"inputs": {"recordId": quote, "submitter": "ann"}, "record": quote}
        answer = self.ann.post(f"/api/v1/orchestrations/{NAME}/runs/", body, format="json")
        assert answer.status_code == 201, answer.data
        return answer.data

    def run(self, run: dict[str, Any]) -> dict[str, Any]:
        return self.ann.get(f"/api/v1/runs/{run['id']}/").data

    def status_of(self, quote: str) -> str:
        return self.ann.get(f"/api/v1/records/Quote/{quote}/").data["fields"]["RLM_Approval_Status__c"]

    def waiting(self, username: str) -> list[str]:
        items = self.people.api(username).get("/api/v1/work-items/?assigned_to=me&status=assigned").data["results"]
        return sorted(item["label"] for item in items)

    def decide(self, username: str, label: str, decision: str) -> Any:
        """Finishes the person's work item through its screen."""
        api = self.people.api(username)
        items = api.get("/api/v1/work-items/?assigned_to=me&status=assigned").data["results"]
        [item] = [item for item in items if item["label"] == label]
        screen = api.get(f"/api/v1/work-items/{item['id']}/screen/").data
        values = {"ApprovalDecisionRadioButtons": decision, "ApprovalDecisionComments": f"{decision} by {username}"}
        body = {"revision": screen["revision"], "values": values, "move": "finish"}
        answer = api.post(f"/api/v1/work-items/{item['id']}/screen/", body, format="json")
        assert answer.status_code == 200, answer.data
        return answer.data

    def stages(self, run: dict[str, Any]) -> list[str]:
        return [stage["api_name"] for stage in self.run(run)["stages"]]

    def steps(self, run: dict[str, Any]) -> dict[str, str]:
        return {step["api_name"]: step["status"] for stage in self.run(run)["stages"] for step in stage["steps"]}


@pytest.fixture
def office(people: People, corpus: Path, import_metadata: Callable[..., dict[str, Any]]) -> Office:
    report = import_metadata(corpus / FOLDER)
    flows = {file["api_name"]: file for file in report["files"]}
    assert flows[NAME]["activated"], flows[NAME]["problems"]
    return Office(people)


def test_the_import_says_what_it_changed(
    people: People, corpus: Path, import_metadata: Callable[..., dict[str, Any]]
) -> None:
    report = import_metadata(corpus / FOLDER)

    assert {file["status"] for file in report["files"]} == {"imported"}
    codes = {problem["code"] for file in report["files"] for problem in file["problems"]}
    assert all(p["severity"] == "warning" for f in report["files"] for p in f["problems"] if f["activated"]), codes

    again = import_metadata(corpus / FOLDER)
    assert {file["status"] for file in again["files"]} == {"unchanged"}


def test_level_0_with_net_30_needs_no_approval(office: Office) -> None:
    quote = office.quote(0, "Net 30")
    run = office.start(quote)

    assert office.stages(run) == ["Query_Quote_for_Approval_Criteria", "Update_Quote_Status_to_Approved"]
    assert office.run(run)["status"] == "completed"
    assert office.status_of(quote) == "Approved"


def test_level_0_with_net_60_needs_the_payment_terms_approval_only(office: Office) -> None:
    quote = office.quote(0, "Net 60")
    run = office.start(quote)

    assert office.status_of(quote) == "Pending"
    assert office.waiting("mia") == ["Payment Terms"]
    assert office.waiting("dora") == []
    office.decide("mia", "Payment Terms", "Approve")

    assert office.run(run)["status"] == "completed"
    assert office.status_of(quote) == "Approved"
    assert office.steps(run)["Manager_Approver"] == "not_started"


def test_level_1_asks_the_managers_and_the_first_to_finish_wins(office: Office) -> None:
    quote = office.quote(1, "Net 30")
    run = office.start(quote)

    assert office.waiting("mia") == office.waiting("max") == ["Manager Approver"]
    office.decide("max", "Manager Approver", "Approve")

    assert office.waiting("mia") == []
    assert office.status_of(quote) == "Approved"
    assert office.run(run)["status"] == "completed"


def test_level_3_asks_three_in_turn(office: Office) -> None:
    quote = office.quote(3, "Net 30")
    run = office.start(quote)

    assert (office.waiting("mia"), office.waiting("dora"), office.waiting("vic")) == (["Manager Approver"], [], [])
    office.decide("mia", "Manager Approver", "Approve")
    assert (office.waiting("dora"), office.waiting("vic")) == (["Director Approver"], [])
    office.decide("dora", "Director Approver", "Approve")
    assert office.waiting("vic") == ["VP Approver"]
    assert office.status_of(quote) == "Pending"
    office.decide("vic", "VP Approver", "Approve")

    assert office.run(run)["status"] == "completed"
    assert office.status_of(quote) == "Approved"


def test_a_rejection_in_the_middle_ends_as_rejected(office: Office) -> None:
    quote = office.quote(3, "Net 60")
    run = office.start(quote)

    assert office.waiting("mia") == ["Manager Approver", "Payment Terms"]
    office.decide("mia", "Manager Approver", "Approve")
    office.decide("dora", "Director Approver", "Reject")

    assert office.status_of(quote) == "Rejected"
    assert office.waiting("mia") == []
    assert office.stages(run)[-1] == "Update_Quote_Status_to_Rejected"
    assert office.steps(run)["Payment_Terms"] == "discontinued"
    assert office.steps(run)["VP_Approver"] == "not_started"


def test_the_history_says_why(office: Office) -> None:
    run = office.start(office.quote(1, "Net 30"))

    lines = office.ann.get(f"/api/v1/runs/{run['id']}/history/").data["results"]
    started = [line for line in lines if line["what"] == "step_started" and line["subject"] == "Manager_Approver"]
    assert started[0]["because"]["rows"][0]["left_value"] == 1
