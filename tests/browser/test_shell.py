"""The shell in a real browser: log-in, themes, phone width, keyboard, accessibility."""

import pytest
from playwright.sync_api import expect

from tests.browser.drive import axe, login_by_form, no_sideways_scroll, settled

ALL = tuple(
    f"stagecraft_people.{name}"
    for name in ("manage_flows", "view_all_data", "run_flows", "manage_runs", "customize_application", "edit_records")
)


@pytest.fixture
def admin(make_user):
    return make_user("ada", *ALL, first_name="Ada", last_name="Admin")


def test_a_person_logs_in_and_out(visit, make_user, live_server):
    make_user("alice", first_name="Alice")
    page = visit("/accounts/login/")

    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_contain_text("correct username and password")
    expect(page.get_by_label("Username")).to_have_value("alice")

    login_by_form(page, "alice", "pass", live_server.url)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Alice")
    page.get_by_role("button", name="Your menu").click()
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(f"{live_server.url}/accounts/login/")


def test_the_system_theme_shows_without_a_choice(visit, admin):
    assert visit("/", user=admin, theme="dark").evaluate("document.documentElement.dataset.bsTheme") == "dark"
    assert visit("/", user=admin, theme="light").evaluate("document.documentElement.dataset.bsTheme") == "light"


def test_a_chosen_theme_is_rendered_by_the_server_next_time(visit, admin):
    page = visit("/", user=admin, theme="light")
    page.get_by_role("button", name="Your menu").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")

    page.wait_for_load_state("networkidle")
    answer = page.request.get("/")
    assert 'data-bs-theme="dark"' in answer.text()


def test_the_first_tab_stop_skips_to_the_content(visit, admin):
    page = visit("/", user=admin)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_question_mark_lists_the_keys_and_escape_closes_them(visit, admin, live_server):
    page = visit("/setup/style/", user=admin)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page).to_have_url(f"{live_server.url}/")
    settled(page)


def test_on_a_phone_the_places_are_at_the_bottom_and_nothing_is_too_wide(visit, admin):
    page = visit("/", user=admin, width=360)
    box = page.get_by_role("navigation", name="Main").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] >= 739
    no_sideways_scroll(page)
    page.goto("/setup/style/")
    no_sideways_scroll(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/setup/style/", "/nowhere/", "/accounts/login/"])
def test_pages_of_the_shell_are_accessible(visit, admin, path, theme):
    page = visit(path, user=None if "login" in path else admin, theme=theme)
    axe(page)


def test_somebody_without_the_permission_gets_a_page_that_says_so(visit, make_user):
    page = visit("/setup/style/", user=make_user("bob"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Not allowed")
    axe(page)
