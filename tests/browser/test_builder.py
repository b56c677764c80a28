"""The builder page in a real browser: the drawing, its outline twin, and both on a phone."""

import pytest
from playwright.sync_api import expect

from builder.models import Flow
from tests.browser.drive import axe, no_sideways_scroll
from tests.browser.world import QUOTES, bring_in


@pytest.fixture
def builder_page(make_user):
    """The address of the quote approval, and somebody who may see it."""
    bring_in(QUOTES, activate=False)
    flow = Flow.objects.filter(kind__in=("orchestration", "approval")).get()
    return f"/builder/{flow.api_name}/", make_user("ada", "stagecraft_people.manage_flows")


def test_the_drawing_shows_stages_with_steps_and_decisions_with_outcomes(visit, builder_page):
    path, ada = builder_page
    page = visit(path, user=ada)

    drawing = page.get_by_role("region", name="Drawing of the definition")
    expect(drawing.locator(".scb-stage").first).to_be_visible()
    assert drawing.locator(".scb-stage").count() >= 2
    assert drawing.locator(".scb-step").count() >= 2
    assert drawing.locator(".scb-branch").count() >= 2
    expect(page.locator("#flow-outline")).to_be_hidden()
    axe(page)


def test_the_outline_takes_its_place_and_is_remembered(visit, builder_page):
    path, ada = builder_page
    page = visit(path, user=ada)
    page.get_by_role("button", name="Outline").click()
    expect(page.locator("#flow-outline")).to_be_visible()
    expect(page.get_by_role("region", name="Drawing of the definition")).to_have_count(0)

    page.reload()
    expect(page.locator("#flow-outline")).to_be_visible()
    axe(page)


def test_on_a_phone_the_outline_comes_first_and_both_fit(visit, builder_page):
    path, ada = builder_page
    page = visit(path, user=ada, width=360)
    expect(page.locator("#flow-outline")).to_be_visible()
    no_sideways_scroll(page)

    page.get_by_role("button", name="Drawing").click()
    expect(page.locator(".scb-stage").first).to_be_visible()
    no_sideways_scroll(page)


def test_the_drawing_in_the_dark_is_accessible(visit, builder_page):
    path, ada = builder_page
    page = visit(path, user=ada, theme="dark")
    page.get_by_role("button", name="Open all details").click()
    axe(page)
