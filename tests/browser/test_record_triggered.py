"""An Account is created in the browser; the run that this starts fails for want of its assignee, and is repaired."""

import pytest
from playwright.sync_api import Page, expect

from runs.models import Run
from runs.sweep import drain
from tests.acceptance.conftest import People
from tests.browser.drive import axe, user_named
from tests.browser.world import WORK_GUIDE, bring_in

NOBODY = "sahib.gadzhiev-4kxj@force.com"  # whom the definition asks


@pytest.fixture
def ann(transactional_db):
    bring_in(WORK_GUIDE)
    return People().person("ann", "admin", first_name="Ann", last_name="Able")


def test_an_account_starts_a_run_that_is_repaired_and_done(visit, ann):
    page = visit("/records/Account/new/", user=ann)
    page.get_by_label("Account name").fill("Acme")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Acme")
    drain()

    run = Run.objects.get()
    page.goto(f"/runs/{run.pk}/")
    expect(page.get_by_role("alert")).to_contain_text(NOBODY)
    axe(page)
    hire(page)
    page.goto(f"/runs/{run.pk}/")
    page.get_by_role("button", name="Retry the failed step").click()
    expect(page.get_by_role("main")).to_contain_text("Sahib Gadzhiev")

    sahib = visit("/work-items/", user=user_named(NOBODY))
    sahib.get_by_role("main").get_by_role("link").filter(has_text="Open Case").click()
    expect(sahib.locator("form.wg-form")).to_contain_text("Acme")
    sahib.get_by_role("button", name="Finish").first.click()
    expect(sahib.get_by_text("You finished this")).to_be_visible()
    sahib.get_by_role("link", name="Go on").click()
    expect(sahib.locator("form.wg-form")).to_contain_text("1234")  # what the first step gave
    sahib.get_by_role("button", name="Finish").first.click()
    expect(sahib.get_by_text("Nothing else waits for you")).to_be_visible()

    run.refresh_from_db()
    assert run.status == "completed"
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Completed")


def hire(page: Page) -> None:
    """Make the person who is missing, with the pages of Setup."""
    page.get_by_role("link", name="Setup").click()
    page.get_by_role("link", name="People", exact=True).click()
    page.get_by_role("link", name="New person").click()
    page.get_by_label("Username").fill(NOBODY)
    page.get_by_label("First name").fill("Sahib")
    page.get_by_label("Last name").fill("Gadzhiev")
    page.get_by_label("Role").select_option("Stagecraft assignee")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Sahib Gadzhiev")
