"""The demo: five log-ins, runs at different places, an asynchronous step that waits for a worker."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client

from records import services
from runs.models import OutboxRow, Run
from runs.sweep import drain
from workitems.models import WorkItem

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def demo(transactional_db: None) -> None:
    call_command("load_demo", verbosity=0)


@pytest.mark.parametrize("username", ["admin", "manager", "alice", "bob", "carol"])
def test_each_of_the_five_can_log_in(demo: None, username: str) -> None:
    client = Client()
    answer = client.post("/accounts/login/", {"username": username, "password": "demo"})
    assert answer.status_code == 302
    assert client.get("/").status_code == 200


def test_runs_are_finished_and_open_and_loading_again_changes_nothing(demo: None) -> None:
    def seen() -> list[tuple[str, str, int]]:
        runs = Run.objects.order_by("id")
        return [(run.record_name, run.status, run.stages.count()) for run in runs]

    first = seen()
    assert [(name, status) for name, status, _ in first] == [
        ("Halden Steel", "completed"),
        ("Kestrel Freight", "completed"),
        ("Nordlicht Optics", "in_progress"),
        ("Brightwater Paper", "in_progress"),
        ("Solano Fruit", "in_progress"),
        ("Lumen & Sons renewal", "completed"),
        ("Oakbridge Clinics renewal", "in_progress"),
        ("Tern Aviation renewal", "error"),
    ]
    assert first[2][2] == 2  # papers were missing: the stage is visited again
    assert WorkItem.objects.filter(status="assigned", assignee_key__startswith="queue:").count() == 3

    call_command("load_demo", verbosity=0)
    assert seen() == first


def test_the_asynchronous_step_waits_until_a_worker_looks(demo: None, api_for) -> None:
    item = WorkItem.objects.filter(record_name="Solano Fruit").get()
    bob = api_for(get_user_model().objects.get(username="bob"))
    for values in ({"Verdict": "Approve", "Risk_rating": "High"}, {"Note_text": "Cold chain checked."}):
        screen = bob.get(f"/api/v1/work-items/{item.pk}/screen/").data
        move = "next" if "Verdict" in values else "finish"
        body = {"revision": screen["revision"], "values": values, "move": move}
        assert bob.post(f"/api/v1/work-items/{item.pk}/screen/", body, format="json").status_code == 200

    run = Run.objects.get(record_name="Solano Fruit")
    assert dict(run.steps.values_list("api_name", "status"))["Register"] == "in_progress"
    assert OutboxRow.objects.filter(run=run, kind="run_flow").count() == 1

    drain()
    run.refresh_from_db()
    assert run.status == "completed"
    fields = bob.get(f"/api/v1/records/Account/{run.record_id}/").data["fields"]
    assert (fields["Onboarding_Status__c"], fields["Risk__c"]) == ("Active", "High")


def test_only_suppliers_are_onboarded(demo: None) -> None:
    before = Run.objects.count()
    services.create(object="Account", values={"Name": "Just a customer", "Type": "Customer"}, by=None)
    assert Run.objects.count() == before


def test_a_discount_is_asked_for_from_an_opportunity_and_decided_by_the_manager(demo: None, api_for) -> None:
    people = {user.get_username(): user for user in get_user_model().objects.all()}
    carol, opportunity = Client(), Run.objects.get(record_name="Oakbridge Clinics renewal").record_id
    carol.force_login(people["carol"])
    offered = carol.get(f"/runs/startable-panel/?record={opportunity}")
    assert "/start/Discount_Request/" in offered.content.decode()

    form = {"recordId": opportunity, "discount": "20", "reason": "Five years in advance."}
    started = carol.post("/start/Discount_Request/", form)

    run = Run.objects.order_by("id").last()
    assert (started.status_code, run.record_id) == (302, opportunity)
    item = WorkItem.objects.get(run=run)
    assert item.assignee_name == "Mara Osei"
    manager = api_for(people["manager"])
    screen = manager.get(f"/api/v1/work-items/{item.pk}/screen/").data
    assert "20 % off. Reason: Five years in advance." in str(screen["fields"])
    body = {"revision": screen["revision"], "values": {"Verdict": "Refuse", "Comment_text": "Too much."}}
    manager.post(f"/api/v1/work-items/{item.pk}/screen/", {**body, "move": "finish"}, format="json")

    assert WorkItem.objects.get(run=run, status="assigned").assignee_name == "Sales"


def test_the_demo_has_a_failed_run_that_a_manager_can_repair(demo: None, api_for) -> None:
    run = Run.objects.get(status="error")
    assert "dora" in run.fault
    manager = api_for(get_user_model().objects.get(username="manager"))
    body = {"from": "failed", "assignee": {"kind": "user", "name": "manager"}}
    assert manager.post(f"/api/v1/runs/{run.pk}/retry/", body, format="json").status_code == 202
    assert WorkItem.objects.get(run=run, status="assigned").assignee_name == "Mara Osei"
