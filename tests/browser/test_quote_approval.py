"""The main job, clicked through: one person starts a quote approval on the record, two others approve it."""

import pytest
from playwright.sync_api import Page, expect

from runs.models import Run
from runs.sweep import drain
from tests.browser.drive import axe
from tests.browser.world import QuoteOffice


@pytest.fixture
def office(transactional_db):
    return QuoteOffice()


def start(page: Page) -> None:
    page.get_by_role("link", name="Start RLM Quote Smart Approval").click()
    axe(page)
    page.get_by_role("main").get_by_role("button", name="Start").click()


def approve(page: Page, label: str) -> None:
    """Open the item from the inbox and answer its screen."""
    page.get_by_role("link", name="Work", exact=False).first.click()
    page.get_by_role("main").get_by_role("link").filter(has_text=label).click()
    page.get_by_label("Approve", exact=True).first.check()
    page.get_by_role("button", name="Finish").first.click()
    expect(page.get_by_text("You finished this")).to_be_visible()


def test_two_people_approve_a_quote_of_level_2(visit, office):
    quote = office.quote(2, "Net 30")
    address = f"/records/Quote/{quote}/"
    ann, mia, dora = (
        visit(address if who is office.ann else "/", user=who) for who in (office.ann, office.mia, office.dora)
    )

    start(ann)
    drain()
    expect(ann.get_by_role("main")).to_contain_text("Pending")
    approve(mia, "Manager Approver")
    approve(dora, "Director Approver")
    drain()

    ann.goto(address)
    expect(ann.get_by_role("main")).to_contain_text("Approved")
    assert Run.objects.get().status == "completed"
    ann.goto(f"/runs/{Run.objects.get().pk}/")
    expect(ann.get_by_role("main")).to_contain_text("Mia Moss")
    axe(ann)


def test_a_double_click_answers_once(visit, office):
    quote = office.quote(1, "Net 30")
    ann, mia = visit(f"/records/Quote/{quote}/", user=office.ann), visit("/work-items/", user=office.mia)
    start(ann)

    mia.reload()
    mia.get_by_role("main").get_by_role("link").filter(has_text="Manager Approver").click()
    mia.get_by_label("Approve", exact=True).first.check()
    mia.get_by_role("button", name="Finish").first.dblclick()

    expect(mia.get_by_text("You finished this")).to_be_visible()
    assert Run.objects.get().turns.filter(source_key__endswith=":finished").count() == 1


def test_a_forgotten_answer_is_said_beside_the_field_and_the_comment_is_kept(visit, office):
    quote = office.quote(1, "Net 30")
    ann, mia = visit(f"/records/Quote/{quote}/", user=office.ann), visit("/", user=office.mia)
    start(ann)
    mia.goto("/work-items/")
    mia.get_by_role("main").get_by_role("link").filter(has_text="Manager Approver").click()

    form = mia.locator("form.wg-form")
    form.get_by_role("textbox").fill("The discount is fine.")
    form.get_by_role("button", name="Finish").click()

    expect(form.get_by_role("alert")).to_be_visible()
    expect(form.get_by_role("textbox")).to_have_value("The discount is fine.")
    axe(mia)
