"""The formula workbench in a real browser: written by keyboard, answered at once, shared by a link, kept offline."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from playwright.sync_api import Page, expect

from runs.sweep import drain
from tests.browser.drive import axe, no_sideways_scroll, settled

PATH = "/setup/workbench/"


@pytest.fixture
def admin(transactional_db):
    call_command("load_demo", verbosity=0)
    drain()
    return get_user_model().objects.get(username="admin")


def value(page: Page):
    return page.get_by_test_id("value")


def write(page: Page, text: str) -> None:
    """Type into the formula as a person does, and put the list of completions away."""
    editor = page.get_by_label("Formula", exact=True)
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    page.keyboard.press("Escape")


def choose_record(page: Page) -> str:
    """The first record the search finds, by keyboard alone; its name."""
    page.get_by_label("Object", exact=True).select_option("Opportunity")
    box = page.get_by_role("combobox", name="Sample record")
    box.focus()
    page.keyboard.press("ArrowDown")
    chosen = page.locator(".scw-options [aria-selected=true]")
    expect(chosen).to_be_visible()
    name = chosen.inner_text()
    page.keyboard.press("Enter")
    expect(box).to_have_value(name)
    return name


def test_a_formula_is_answered_while_it_is_written_with_its_kind_and_reasons(visit, admin):
    page = visit(PATH, user=admin)
    name = choose_record(page)

    write(page, 'UPPER({!$Record.Name}) & IF(1 > 2, LEFT("x", 1), "!")')
    expect(value(page)).to_have_text(f"{name.upper()}!")
    expect(page.get_by_test_id("kind")).to_have_text("text")
    expect(page.get_by_text("not looked at").first).to_be_visible()
    axe(page)


def test_an_error_stands_at_its_place_and_the_list_leads_there(visit, admin):
    page = visit(PATH, user=admin)

    write(page, '1 + LEFFT("abc", 2)')
    problem = page.locator(".scf-problem-error")
    expect(problem).to_contain_text("LEFT")
    expect(page.locator(".cm-lintRange-error")).to_have_text("LEFFT")
    problem.get_by_role("button").click()
    page.keyboard.press("Delete")
    page.keyboard.press("Delete")
    expect(page.get_by_label("Formula", exact=True)).to_have_text('1 + FFT("abc", 2)')
    axe(page)


def test_completion_walks_from_the_record_to_the_manager_of_its_owner(visit, admin):
    page = visit(PATH, user=admin)
    page.get_by_label("Object", exact=True).select_option("Opportunity")
    page.get_by_label("Formula", exact=True).click()

    chosen = page.locator(".cm-tooltip-autocomplete li[aria-selected]")
    page.keyboard.type("upp")
    expect(chosen).to_contain_text("UPPER")
    chosen.click()  # Enter takes it too, but not in the first moment, so that nobody takes one by mistake
    expect(page.locator(".scf-signature strong")).to_have_text("text")
    for typed, offered in (("$Rec", "$Record"), ("Own", "Owner"), ("Man", "Manager"), ("Em", "Email")):
        page.keyboard.type(typed)
        expect(chosen).to_contain_text(offered)
        chosen.click()
    expect(page.get_by_label("Formula", exact=True)).to_have_text("UPPER($Record.Owner.Manager.Email)")


def test_conditions_fit_the_kind_of_their_left_side_and_their_logic_is_checked(visit, admin):
    page = visit(PATH, user=admin)
    choose_record(page)
    page.get_by_role("button", name="Conditions", exact=True).click()
    page.get_by_label("True when").select_option(label="Any is true")
    page.get_by_label("Condition 1: what is compared").click()
    page.keyboard.insert_text("$Record.StageName")
    page.keyboard.press("Escape")
    operator = page.get_by_label("Condition 1: operator")
    expect(operator.locator("option", has_text="starts with")).to_have_count(1)
    operator.select_option("equal_to")
    right = page.get_by_label("Condition 1: value", exact=True)
    expect(right.locator("option", has_text="Prospecting")).to_have_count(1)
    right.select_option(index=1)
    expect(value(page)).to_have_text(re.compile("true|false"))

    page.get_by_role("button", name="Add a condition").click()
    page.keyboard.insert_text("$Record.Amount")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Condition 2: operator").locator("option", has_text="starts with")).to_have_count(0)
    page.get_by_label("Condition 2: operator").select_option("is_null")
    expect(page.get_by_label("Condition 2: value", exact=True)).to_have_value("true")
    page.get_by_label("True when").select_option(label="Custom logic")
    logic = page.get_by_role("textbox", name="Custom logic")
    expect(logic).to_have_value("1 OR 2")
    logic.fill("1 AND 3")
    expect(logic).to_have_attribute("aria-invalid", "true")
    logic.fill("1 OR NOT(2)")
    expect(value(page)).to_have_text("true")
    expect(logic).to_have_attribute("aria-invalid", "false")
    axe(page)
    page.get_by_role("button", name="Remove condition 1").click()
    expect(page.get_by_label("Condition 1: what is compared")).to_have_text("$Record.Amount")


def test_a_link_shows_somebody_else_the_same(visit, admin):
    page = visit(PATH, user=admin)
    name = choose_record(page)
    write(page, "{!$Record.Name}")
    expect(value(page)).to_have_text(name)

    other = visit(
        page.url.partition("/setup")[1] + page.url.partition("/setup")[2], user=admin, width=360, theme="dark"
    )
    expect(value(other)).to_have_text(name)
    expect(other.get_by_role("combobox", name="Sample record")).to_have_value(name)
    no_sideways_scroll(other)
    axe(other)


def test_without_a_connection_what_was_typed_is_kept_and_answered_later(visit, admin):
    page = visit(PATH, user=admin)
    page.route("**/api/v1/formulas/try/", lambda route: route.abort("internetdisconnected"))
    write(page, "1 + 1")
    expect(page.get_by_role("alert")).to_contain_text("No connection")

    page.unroute("**/api/v1/formulas/try/")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(value(page)).to_have_text("2")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_functions_are_found_read_and_put_in(visit, admin):
    page = visit(PATH, user=admin)
    page.get_by_label("Find a function").fill("months")
    page.locator("summary", has_text="ADDMONTHS").click()
    settled(page)
    axe(page)
    page.get_by_role("button", name="Insert ADDMONTHS").click()
    page.keyboard.insert_text("DATE(2026, 1, 31), 1")
    expect(value(page)).to_contain_text("2026")


def test_only_builders_may_open_it(visit, admin):
    alice = get_user_model().objects.get(username="alice")
    page = visit(PATH, user=alice)
    expect(page.locator("[data-sc-workbench]")).to_have_count(0)
    expect(page.get_by_text("open this page").first).to_be_visible()
