"""The builder: an orchestration is drawn by mouse, and by keyboard alone; nothing is lost on the way."""

import pytest
from playwright.sync_api import Page, expect

from builder.models import Flow, FlowDraft
from engine.document import parse
from tests.browser.drive import axe, no_sideways_scroll

MAY = ("stagecraft_people.manage_flows", "stagecraft_people.view_all_data")


@pytest.fixture
def ada(make_user):
    return make_user("ada", *MAY)


@pytest.fixture
def begun(visit, ada):
    """`begun(width=...)`: the builder of a new orchestration."""

    def begin(**options) -> Page:
        page = visit("/automations/new/", user=ada, **options)
        page.get_by_label("Label*").fill("Order approval")
        page.get_by_role("button", name="Create and draw").click()
        page.wait_for_url("**/builder/Order_approval/edit/")
        page.locator("[role=treeitem]").first.wait_for()
        return page

    return begin


def saved(page: Page):
    """The draft as the server has it, once everything is there."""
    expect(page.locator(".scb-saving")).to_contain_text("All changes saved")
    return parse(FlowDraft.objects.get(flow__api_name="Order_approval").document)


def add(page: Page, plus: int, what: str, label: str) -> None:
    page.locator(".scb-plus").nth(plus).click()
    page.get_by_role("option", name=what).click()
    name = page.get_by_label("Label", exact=True)
    expect(name).to_be_focused()
    name.fill(label)


def test_by_mouse(begun):
    page = begun()
    add(page, 0, "Stage", "Check")
    add(page, 1, "Decision", "Is it big?")
    page.get_by_role("button", name="Add step").first.click()
    page.get_by_role("option", name="Interactive step").click()
    page.get_by_label("Label", exact=True).fill("Look at it")
    page.get_by_role("button", name="Add assignee").click()
    page.get_by_label("Assignee 1", exact=True).fill("ada")
    axe(page)

    made = saved(page)
    check, decision = made.elements
    assert made.start.connector.target == check.name
    assert (check.label, [step.label for step in check.steps], check.connector.target) == (
        "Check",
        ["Look at it"],
        decision.name,
    )
    assert [one.value.text for one in check.steps[0].assignees] == ["ada"]
    assert (decision.label, len(decision.outcomes), decision.default) == ("Is it big?", 1, None)


def test_what_is_removed_comes_back(begun):
    page = begun()
    add(page, 0, "Stage", "Check")
    page.locator(".scb-card header").click()
    page.locator(".scb-card header").press("Delete")
    expect(page.locator(".scb-card")).to_have_count(0)

    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".scb-card")).to_contain_text("Check")
    page.get_by_role("button", name="Redo").click()
    expect(page.locator(".scb-card")).to_have_count(0)
    assert saved(page).elements == ()


def test_by_keyboard_alone(begun):
    page = begun()
    page.get_by_role("button", name="Outline").press("Enter")
    start = page.get_by_role("treeitem", name="Start")
    start.focus()
    start.press("a")
    page.keyboard.type("stage")
    page.keyboard.press("Enter")
    page.keyboard.type("Ask")
    page.keyboard.press("Escape")
    expect(page.get_by_role("treeitem", name="Ask")).to_be_focused()
    page.keyboard.press("a")
    page.keyboard.type("end")
    page.keyboard.press("Enter")
    page.keyboard.type("Done")
    page.keyboard.press("Escape")

    made = saved(page)
    assert [element.label for element in made.elements] == ["Ask", "Done"]
    assert made.elements[0].connector.target == made.elements[1].name
    axe(page)


def test_it_is_saved_as_a_version_and_read(begun):
    page = begun()
    add(page, 0, "Stage", "Check")
    saved(page)
    expect(page.get_by_role("button", name="Save and activate")).to_be_disabled()  # a stage without steps is an error
    page.get_by_role("button", name="Save as version").click()
    page.wait_for_url("**/builder/Order_approval/?version=2")
    assert Flow.objects.get(api_name="Order_approval").versions.count() == 2
    assert not FlowDraft.objects.exists()


def test_another_tab_is_told_and_chooses(begun, ada):
    page = begun()
    add(page, 0, "Stage", "Mine")
    saved(page)
    FlowDraft.objects.update(etag="elsewhere")
    page.get_by_label("Label", exact=True).fill("Mine again")
    expect(page.locator(".scb-saving")).to_contain_text("Changed in another tab")
    page.get_by_role("button", name="Keep mine").click()
    assert saved(page).elements[0].label == "Mine again"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_the_outline_stands_in(begun, theme):
    page = begun(width=360, theme=theme)
    page.get_by_role("treeitem", name="Start").click()
    page.get_by_role("button", name="Add after").click()
    page.get_by_role("option", name="Stage").click()
    expect(page.get_by_role("treeitem", name="Stage")).to_be_visible()
    no_sideways_scroll(page)
    axe(page)
