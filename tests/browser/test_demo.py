"""The first five minutes with the demo: an item from the inbox, a step that needs the worker, the run to its end."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from runs.models import Run
from tests.browser.drive import login_by_form, settled, user_named


@pytest.fixture
def demo(transactional_db):
    call_command("load_demo", verbosity=0)


def approve(page: Page, supplier: str) -> None:
    page.get_by_role("link", name=supplier).first.click()
    page.get_by_role("radio", name="Approve").check()
    page.get_by_role("button", name="Next").click()
    page.get_by_label("What should the next person know?").fill("Papers are in order.")
    page.get_by_role("button", name="Finish").click()
    expect(page.locator("#pane")).to_contain_text("You finished this")
    settled(page)


def run_of(supplier: str) -> str:
    return f"/runs/{Run.objects.get(record_name=supplier).pk}/"


def test_the_newcomers_story(visit, demo, worker, live_server):
    worker()
    manager = visit(run_of("Solano Fruit"), user=user_named("manager"))
    expect(manager.locator("#run-facts + .sc-pill")).to_have_text("In Progress")

    alice = visit("/accounts/login/")
    login_by_form(alice, "alice", "demo", live_server.url)
    alice.get_by_role("navigation", name="Main").get_by_role("link", name="Work").click()
    approve(alice, "Solano Fruit")

    expect(manager.locator("#run-facts + .sc-pill")).to_have_text("Completed", timeout=15_000)
    expect(manager.locator("#run")).to_contain_text("Alice Ng")


def test_without_a_worker_the_run_says_what_it_waits_for_and_goes_on_when_there_is_one(visit, demo, worker):
    approve(visit("/work-items/", user=user_named("alice")), "Solano Fruit")
    manager = visit(run_of("Solano Fruit"), user=user_named("manager"))
    expect(manager.locator("#run-facts + .sc-pill")).to_have_text("In Progress")
    expect(manager.locator("#run")).to_contain_text("Waiting for a background worker")

    worker()
    expect(manager.locator("#run-facts + .sc-pill")).to_have_text("Completed", timeout=20_000)


def test_the_inbox_stays_as_it_is_and_announces_what_is_new(visit, demo, worker):
    worker()
    page = visit("/work-items/", user=user_named("bob"))
    expect(page.locator("[data-wg-row]")).to_have_count(3)
    carol = visit("/records/Account/new/", user=user_named("carol"))
    carol.get_by_label("Account name").fill("Umbra Glass")
    carol.get_by_label("Type").select_option("Supplier")
    carol.get_by_role("button", name="Save").click()

    expect(page.locator(".wg-new")).to_contain_text("1 new work item", timeout=15_000)
    expect(page.locator("[data-wg-row]")).to_have_count(3)
    page.locator(".wg-new").click()
    expect(page.locator("[data-wg-row]")).to_have_count(4)
