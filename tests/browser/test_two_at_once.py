"""Two tabs, two people, two presses: one answer counts, and nobody loses what they typed."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from runs.models import RunTurn
from tests.browser.drive import settled, user_named
from workitems.models import WorkItem


@pytest.fixture
def item(transactional_db):
    """The address of an item for alice or bob, with two screens."""
    call_command("load_demo", verbosity=0)
    return f"/work-items/{WorkItem.objects.get(record_name='Solano Fruit', status='assigned').pk}/"


def choose(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).check()
    page.get_by_role("button", name="Next").click()


def test_a_second_tab_that_fell_behind_shows_the_current_screen_and_what_was_typed(visit, item):
    first = visit(item, user=user_named("alice"))
    choose(first, "Approve")
    expect(first.get_by_label("What should the next person know?")).to_be_visible()
    behind = first.context.new_page()
    behind.goto(item)
    behind.get_by_label("What should the next person know?").fill("From the second tab")
    first.get_by_label("What should the next person know?").fill("From the first")
    first.get_by_role("button", name="Previous").click()
    expect(first.get_by_role("radio", name="Approve")).to_be_visible()

    behind.get_by_role("button", name="Finish").click()
    expect(behind.get_by_role("alert").first).to_be_visible()
    expect(behind.get_by_label("What you typed, to copy")).to_have_value(
        "What should the next person know?: From the second tab"
    )
    expect(behind.get_by_role("radio", name="Approve")).to_be_visible()


def test_who_comes_second_is_told_who_was_first_and_keeps_their_words(visit, item):
    alice, bob = (visit(item, user=user_named(name)) for name in ("alice", "bob"))
    for page in (alice, bob):
        choose(page, "Approve")
        page.get_by_label("What should the next person know?").fill(
            f"The words of {page.locator('.sc-user-name').inner_text()}"
        )
    alice.get_by_role("button", name="Finish").click()
    expect(alice.locator(".wg-main")).to_contain_text("You finished this")

    bob.get_by_role("button", name="Finish").click()
    expect(bob.get_by_role("alert").first).to_contain_text("Alice Ng")
    expect(bob.get_by_label("What you typed, to copy")).to_have_value(
        "What should the next person know?: The words of Bob Castillo"
    )


def test_a_double_click_is_one_turn(visit, item):
    page = visit(item, user=user_named("alice"))
    choose(page, "Approve")
    page.get_by_label("What should the next person know?").fill("Twice")
    before = RunTurn.objects.count()
    page.get_by_role("button", name="Finish").dblclick()
    expect(page.locator(".wg-main")).to_contain_text("You finished this")
    settled(page)
    assert RunTurn.objects.count() == before + 1
    expect(page.get_by_role("alert")).to_have_count(0)
