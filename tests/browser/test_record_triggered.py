"""The record-triggered orchestration that others wrote: its assignee does not exist, and people repair that."""

import pytest
from playwright.sync_api import Locator, Page, expect

from runs.models import Run
from tests.acceptance.conftest import People
from tests.browser.drive import login_by_form, settled
from tests.browser.world import WORK_GUIDE, bring_in

NOBODY = "sahib.gadzhiev-4kxj@force.com"


@pytest.fixture
def ann(transactional_db, worker):
    """An administrator, with the definitions there and active, and a worker that runs."""
    bring_in(WORK_GUIDE)
    worker()
    return People().person("ann", "admin")


def create_account(page: Page) -> None:
    """Create an account, then open the one run it started."""
    page.get_by_role("link", name="New", exact=True).first.click()
    page.get_by_label("Account name").fill("Acme")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Acme")
    page.goto("/runs/")
    rows = page.locator("main table tbody tr", has_text="Acme")
    expect(rows).to_have_count(1)
    rows.get_by_role("link").first.click()
    expect(page.get_by_role("alert")).to_contain_text(NOBODY)


def do(page: Page, label: str, shown: str) -> None:
    """In the inbox: this is the one item there is; its screen shows this; finish it."""
    expect(page.locator("[data-wg-row]")).to_have_count(1)
    page.locator("[data-wg-row]", has_text=label).click()
    expect(page.locator("#pane .wg-text")).to_have_text(shown)
    page.locator("#pane").get_by_role("button", name="Finish").click()
    expect(page.locator("#pane")).to_contain_text("You finished this")
    settled(page)


def retry(page: Page) -> Locator:
    """The dialog that asks before the failed step is retried."""
    page.get_by_role("link", name="Retry the failed step").click()
    box = page.get_by_role("dialog")
    expect(box.get_by_label("Reason")).to_be_visible()
    return box


def test_the_missing_person_is_made_in_setup_and_the_run_goes_on(visit, ann, live_server):
    page = visit("/records/Account/", user=ann)
    create_account(page)
    run_page = page.url

    page.goto("/setup/people/")
    page.get_by_role("link", name="New person").click()
    page.get_by_label("Username").fill(NOBODY)
    page.get_by_label("Role").select_option(label="Assignee: does work items")
    page.get_by_label("New password").fill("a long way round")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text(NOBODY)

    page.goto(run_page)
    retry(page).get_by_role("button", name="Retry").click()
    expect(page.locator("#run-facts + .sc-pill")).to_have_text("In Progress")
    expect(page.get_by_role("alert")).to_have_count(0)

    sahib = visit("/accounts/login/")
    login_by_form(sahib, NOBODY, "a long way round", live_server.url)
    sahib.goto("/work-items/")
    do(sahib, "Open Case", "Acme")
    sahib.goto("/work-items/")
    do(sahib, "test 2 step", "1234")

    expect(page.locator("#run-facts + .sc-pill")).to_have_text("Completed")  # the run's page followed by itself
    assert Run.objects.count() == 1


def test_somebody_else_is_asked_instead(visit, ann):
    bob = People().person("bob")
    page = visit("/records/Account/", user=ann)
    create_account(page)

    box = retry(page)
    box.get_by_label("Ask", exact=True).select_option("user:bob")
    box.get_by_role("button", name="Retry").click()
    expect(page.locator("#run-facts + .sc-pill")).to_have_text("In Progress")
    do(visit("/work-items/", user=bob), "Open Case", "Acme")
