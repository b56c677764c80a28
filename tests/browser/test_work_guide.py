"""The Work Guide as people use it side by side: by keyboard, with others at the same work, nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.drive import axe, no_sideways_scroll
from tests.workitems.conftest import Office
from workitems.models import WorkItem

LIVE = 12_000  # ms: the pages ask every four seconds


@pytest.fixture
def office(transactional_db):
    return Office()


def test_an_item_is_found_claimed_and_finished_by_keyboard(visit, office):
    item = office.item()
    page = visit("/work-items/", user=office.bea)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Amount")).to_be_visible()
    page.keyboard.press("c")
    expect(page.get_by_text("Claimed by you")).to_be_visible()
    axe(page)
    page.get_by_label("Amount").fill("12")
    page.get_by_label("Reject").check()
    page.get_by_label("Amount").press("Enter")
    page.get_by_label("Note").fill("fine")
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("You finished this")).to_be_visible()
    expect(page.get_by_text("You are all caught up")).to_be_visible()
    assert WorkItem.objects.get(pk=item.pk).ended_by == office.bea


def test_somebody_elses_finish_leaves_what_i_typed_to_copy(visit, office):
    item = office.item()
    bea = visit(f"/work-items/?item={item.pk}", user=office.bea)
    bea.get_by_label("Amount").fill("42")
    office.htmx(office.cal).post(f"/work-items/{item.pk}/decide/", {"decision": "approve"})
    expect(bea.get_by_text("Cal Cook has finished this meanwhile")).to_be_visible(timeout=LIVE)
    expect(bea.get_by_label("Amount")).to_have_value("42")
    bea.get_by_label("Approve").check()
    bea.get_by_role("button", name="Next").click()
    expect(bea.get_by_text("Cal Cook completed this first")).to_be_visible()
    expect(bea.get_by_label("What you typed, to copy")).to_have_value("Amount: 42\nDecision: Approve")


def test_new_work_is_offered_in_a_bar_and_the_list_stays_still(visit, office):
    office.item()
    page = visit("/work-items/", user=office.bea)
    rows = page.locator("[data-wg-row]")
    expect(rows).to_have_count(1)
    office.item()
    bar = page.get_by_role("link", name="1 new work item")
    expect(bar).to_be_visible(timeout=LIVE)
    expect(rows).to_have_count(1)
    bar.click()
    expect(rows).to_have_count(2)
    expect(bar).to_have_count(0)


def test_on_a_phone_a_row_opens_a_page_of_its_own(visit, office):
    item = office.item()
    page = visit("/work-items/", user=office.bea, width=360, theme="dark")
    page.get_by_role("main").get_by_role("link").filter(has_text="Review it").click()
    page.wait_for_url(f"**/work-items/{item.pk}/")
    no_sideways_scroll(page)
    axe(page)


def test_rejecting_asks_first_and_keeps_the_comment(visit, office):
    item = office.item()
    page = visit(f"/work-items/{item.pk}/", user=office.bea)
    page.get_by_label("Amount").fill("7")
    page.get_by_label("Comments").fill("too dear")
    page.get_by_role("button", name="Reject…").click()
    expect(page.get_by_text("This cannot be taken back")).to_be_visible()
    expect(page.get_by_label("Amount")).to_have_value("7")
    page.get_by_role("button", name="Yes, reject").click()
    expect(page.get_by_text("You finished this")).to_be_visible()
    assert WorkItem.objects.get(pk=item.pk).step.outputs["approvalComments"] == "too dear"
