"""The quote approval that others wrote, clicked through: started on the record's page, approved by two people."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.drive import axe, settled
from tests.browser.world import QuoteOffice


@pytest.fixture
def office(transactional_db):
    return QuoteOffice()


def start_from(page: Page) -> None:
    """From the record's page: Start, fill in what it asks, Start."""
    page.get_by_role("link", name="Start RLM Quote Smart Approval").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("RLM Quote Smart Approval")
    axe(page)
    page.get_by_label("Submitter").fill("ann")
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".toast")).to_contain_text("was started")
    settled(page)


def status_on(page: Page) -> Locator:
    return page.get_by_role("region", name="Fields", exact=True).locator("dt:has-text('Approval Status') + dd")


def test_started_on_the_record_approved_in_the_inbox_and_on_the_record(visit, office):
    address = f"/records/Quote/{office.quote(2, 'Net 30')}/"
    ann = visit(address, user=office.ann)
    start_from(ann)
    expect(ann).to_have_url(address)
    expect(status_on(ann)).to_have_text("Pending")

    mia = visit("/work-items/", user=office.mia)
    mia.get_by_role("link", name="Q-100").click()
    mia.get_by_label("Comments").first.fill("Margins are fine")
    mia.get_by_role("button", name="Finish").click()
    expect(mia.get_by_role("alert")).to_contain_text("look at this again")
    expect(mia.get_by_label("Comments").first).to_have_value("Margins are fine")
    mia.get_by_role("radio", name="Approve").check()
    mia.get_by_role("button", name="Finish").click()
    expect(mia.locator("#pane")).to_contain_text("You finished this")

    dora = visit(address, user=office.dora)
    dora.get_by_role("radio", name="Approve").check()
    dora.get_by_role("button", name="Finish").click()
    expect(dora.locator(".wg-panel")).to_contain_text("You finished this")
    expect(status_on(dora)).to_have_text("Approved")

    ann.goto(address)
    expect(status_on(ann)).to_have_text("Approved")
    ann.goto("/runs/")
    ann.locator("main table tbody a").first.click()
    expect(ann.locator("#run-facts + .sc-pill")).to_have_text("Completed")


def test_a_rejection_by_the_button_asks_once_more(visit, office):
    address = f"/records/Quote/{office.quote(1, 'Net 30')}/"
    ann = visit(address, user=office.ann)
    start_from(ann)

    mia = visit("/work-items/", user=office.mia)
    mia.get_by_role("link", name="Q-100").click()
    decide = mia.locator(".wg-decide")
    decide.get_by_label("Comments").fill("Too cheap")
    decide.get_by_role("button", name="Reject").click()
    expect(mia.get_by_role("alert")).to_contain_text("This cannot be taken back")
    expect(decide.get_by_label("Comments")).to_have_value("Too cheap")
    decide.get_by_role("button", name="Yes, reject").click()
    expect(mia.locator("#pane")).to_contain_text("You finished this")
    expect(mia.locator("#inbox")).to_contain_text("all caught up")

    ann.goto(address)
    expect(status_on(ann)).to_have_text("Rejected")
