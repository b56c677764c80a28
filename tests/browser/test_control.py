"""A manager in the browser: suspend, retry with somebody else, skip, several at once, starts for many records."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engine.document.stages import Gate
from records import services as records
from runs.bench import definitions as bench
from runs.models import Run, StartBatch
from runs.services import start_run
from runs.sweep import drain
from tests.acceptance.conftest import People
from tests.browser.drive import axe, no_sideways_scroll, settled, shot
from tests.runs.helpers import RECORD_ID, asking, background, orchestration, text, where, writing_flow
from workitems.models import WorkItem


@pytest.fixture
def people(transactional_db: None) -> People:
    return People()


@pytest.fixture
def boss(people: People) -> Any:
    return people.person("boss", "admin", first_name="Bea", last_name="Boss")


@pytest.fixture
def failed(people: People, boss: Any) -> Run:
    """Its second step asks somebody who has left."""
    left = people.person("alice", first_name="Alice", last_name="Gone")
    bench.install(bench.ask_flow())
    bench.install(writing_flow())
    entry = Gate(conditions=where("First.Status", text("Completed")))
    bench.install(orchestration(background("First"), asking("Ask", entry=entry), variables=(RECORD_ID,)))
    left.is_active = False
    left.save()
    record = records.create(object="Account", values={"Name": "Acme"}, by=boss)
    return start_run(api_name="Small", record_id=record.id, by=boss)


def dialog(page: Page) -> Any:
    found = page.get_by_role("dialog")
    expect(found.get_by_label("Reason")).to_be_visible()
    settled(page)
    return found


def act(page: Page, menu: str, entry: str) -> Any:
    page.get_by_role("button", name=menu, exact=True).click()
    page.get_by_role("link", name=entry).click()
    return dialog(page)


def told(page: Page, text: str) -> None:
    expect(page.locator(".sc-story")).to_contain_text(text)


def test_suspend_and_resume_with_a_reason(visit, people, boss):
    people.person("alice")
    bench.install(bench.ask_flow())
    bench.install(orchestration(asking("Ask")))
    run = start_run(api_name="Small", by=boss)
    page = visit(f"/runs/{run.pk}/", user=boss)

    box = act(page, "Actions", "Suspend run")
    expect(box).to_contain_text("nothing new starts")
    axe(page)
    box.get_by_label("Reason").fill("The customer asked")
    box.get_by_role("button", name="Suspend run").click()
    told(page, "Reason: The customer asked")
    act(page, "Actions", "Resume run").get_by_role("button", name="Resume run").click()
    told(page, "Bea Boss resumed the run.")


def test_retry_with_a_corrected_assignee(visit, boss, failed):
    page = visit(f"/runs/{failed.pk}/", user=boss)
    page.get_by_role("link", name="Retry the failed step").click()
    box = dialog(page)
    expect(box).to_contain_text("What will happen")
    expect(box).to_contain_text("A work item for “Ask” is opened")
    axe(page)
    shot(page, "control-retry")
    box.get_by_label("Ask", exact=True).select_option("user:boss")
    box.get_by_label("Reason").fill("Alice has left")
    box.get_by_role("button", name="Retry").click()

    told(page, "Reason: Alice has left")
    assert WorkItem.objects.get(run=failed, status="assigned").assignee_key == f"user:{boss.pk}"
    axe(page)
    shot(page, "control-run")


def test_skip_asks_for_a_reason_first(visit, boss, failed):
    page = visit(f"/runs/{failed.pk}/", user=boss, width=360)
    box = act(page, "Actions for Ask", "Skip this step")
    no_sideways_scroll(page)
    shot(page, "control-skip-360")
    box.get_by_role("button", name="Skip").click()
    expect(box.get_by_label("Reason")).to_be_focused()
    box.get_by_label("Reason").fill("Agreed by phone")
    box.get_by_role("button", name="Skip").click()

    told(page, "Bea Boss skipped “Ask”. Reason: Agreed by phone")
    expect(page.locator("#run")).to_contain_text("skipped")
    axe(page)
    no_sideways_scroll(page)
    shot(page, "control-run-360")


def test_several_runs_are_canceled_together(visit, boss, failed):
    second = start_run(api_name="Small", by=boss)
    page = visit("/runs/", user=boss, theme="dark")
    axe(page)
    for run in (failed, second):
        page.get_by_label(f"Choose run {run.pk}").check()
    page.get_by_label("With the chosen runs").select_option("cancel")
    shot(page, "control-list-dark")
    page.get_by_role("button", name="Go on …").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cancel these runs?")
    axe(page)
    shot(page, "control-bulk-dark")
    page.get_by_label("Reason").fill("A test")
    page.get_by_role("button", name="Cancel runs").click()
    expect(page.locator("main")).to_contain_text("2 done, 0 refused")
    axe(page)
    shot(page, "control-bulk-results-dark")
    assert set(Run.objects.values_list("status", flat=True)) == {"canceled"}


def test_start_for_existing_records(visit, boss, failed):
    for number in range(3):
        records.create(object="Account", values={"Name": f"Supplier {number}"}, by=boss)
    page = visit("/runs/start-existing/?object=Account", user=boss)
    page.get_by_label("Starts a minute").fill("6000")
    page.get_by_label("Field 1").select_option("Name")
    page.get_by_label("Comparison 1").select_option("starts_with")
    page.get_by_label("Value 1").fill("Supplier")
    page.get_by_role("button", name="Preview the list").click()
    expect(page.get_by_role("heading", name="3 records")).to_be_visible()
    axe(page)
    shot(page, "control-existing")
    page.set_viewport_size({"width": 360, "height": 740})
    no_sideways_scroll(page)
    page.get_by_role("button", name="Start for 3 records").click()
    expect(page.get_by_role("heading", name="0 of 3 records")).to_be_visible()
    drain()
    expect(page.get_by_role("heading", name="3 of 3 records")).to_be_visible()
    axe(page)
    no_sideways_scroll(page)
    shot(page, "control-batch-360")
    assert StartBatch.objects.get().items.filter(run__isnull=False).count() == 3


def test_a_button_is_made_and_pressed(visit, boss, failed):
    page = visit("/setup/buttons/", user=boss)
    axe(page)
    page.get_by_role("link", name="New button").first.click()
    page.get_by_label("On records of").select_option("Account")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Label").fill("Ask for a look")
    axe(page)
    shot(page, "control-button")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Ask for a look")
    shot(page, "control-buttons")
    page.goto(f"/records/Account/{failed.record_id}/")
    settled(page)
    page.get_by_role("link", name="Ask for a look").click()
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".toast")).to_contain_text("was started")
    assert Run.objects.filter(record_id=failed.record_id).count() == 2
    page.goto("/automations/Small/start-options/")
    axe(page)
    shot(page, "control-options")
