"""The quote approval that others wrote, clicked through: started on the record's page, approved by two people."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from records import services
from tests.acceptance.conftest import People
from tests.browser.drive import settled, user_named

FOLDER = "bgaldino__rlm-base-dev/unpackaged/post_approvals"


@pytest.fixture
def quote(people: People, corpus: Path, import_metadata: Callable[..., dict[str, Any]]) -> Callable[[int], str]:
    """`quote(level)`: the address of a new quote, with the definitions there and people in the groups they name."""
    import_metadata(corpus / FOLDER)
    people.person("ann", "admin", first_name="Ann", last_name="Archer")
    for username, group in (("mia", "Manager"), ("dora", "Director"), ("vic", "VP")):
        people.person(username, first_name=username.capitalize())
        people.group(group, username)

    def make(level: int) -> str:
        values = {"Name": "Q-7", "RLM_Approval_Level__c": level, "RLM_Payment_Terms__c": "Net 30"}
        return f"/records/Quote/{services.create(object='Quote', values=values, by=user_named('ann')).id}/"

    return make


def start_from(page: Page) -> None:
    """From the record's page: Start, fill in what it asks, Start."""
    page.get_by_role("link", name="Start RLM Quote Smart Approval").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("RLM Quote Smart Approval")
    page.get_by_label("Submitter").fill("ann")
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".toast")).to_contain_text("was started")
    settled(page)


def status_on(page: Page) -> Any:
    return page.get_by_role("region", name="Fields", exact=True).locator("dt:has-text('Approval Status') + dd")


def test_started_on_the_record_approved_in_the_inbox_and_on_the_record(visit, quote):
    address = quote(2)
    ann = visit(address, user=user_named("ann"))
    start_from(ann)
    expect(ann).to_have_url(address)
    expect(status_on(ann)).to_have_text("Pending")

    mia = visit("/work-items/", user=user_named("mia"))
    mia.get_by_role("link", name="Q-7").click()
    mia.get_by_label("Comments").first.fill("Margins are fine")
    mia.get_by_role("button", name="Finish").click()
    expect(mia.get_by_role("alert")).to_contain_text("look at this again")
    expect(mia.get_by_label("Comments").first).to_have_value("Margins are fine")
    mia.get_by_role("radio", name="Approve").check()
    mia.get_by_role("button", name="Finish").click()
    expect(mia.locator("#pane")).to_contain_text("You finished this")

    dora = visit(address, user=user_named("dora"))
    dora.get_by_role("radio", name="Approve").check()
    dora.get_by_role("button", name="Finish").click()
    expect(dora.locator(".wg-panel")).to_contain_text("You finished this")
    expect(status_on(dora)).to_have_text("Approved")

    ann.goto(address)
    expect(status_on(ann)).to_have_text("Approved")
    ann.goto("/runs/")
    ann.locator("main table tbody a").first.click()
    expect(ann.locator("#run-facts + .sc-pill")).to_have_text("Completed")


def test_a_rejection_by_the_button_asks_once_more(visit, quote):
    address = quote(1)
    ann = visit(address, user=user_named("ann"))
    start_from(ann)

    mia = visit("/work-items/", user=user_named("mia"))
    mia.get_by_role("link", name="Q-7").click()
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
