"""The shell around every page: log-in, log-out, theme, navigation, template tags."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.template import Context, Template
from django.test import Client

from engine.problems import Problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return get_user_model().objects.create_user("alice", password="demo", first_name="Alice")


def render(text: str, **context: object) -> str:
    return Template("{% load stagecraft %}" + text).render(Context(context))


def test_the_home_page_asks_for_a_log_in_and_leads_back():
    answer = Client().get("/")

    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/"


def test_a_wrong_password_says_so_and_keeps_the_user_name(alice):
    page = Client().post("/accounts/login/", {"username": "alice", "password": "wrong"}).content.decode()

    assert 'role="alert"' in page
    assert 'value="alice"' in page


def test_logging_in_opens_the_page_that_was_asked_for(alice):
    answer = Client().post("/accounts/login/?next=/runs/", {"username": "alice", "password": "demo", "next": "/runs/"})

    assert answer["Location"] == "/runs/"


def test_logging_out_takes_a_post(client, alice):
    client.force_login(alice)

    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/")["Location"] == "/accounts/login/"
    assert client.get("/").status_code == 302


def test_the_theme_switch_is_kept_with_the_person(client, alice):
    client.force_login(alice)
    assert 'data-sc-theme="auto"' in client.get("/").content.decode()

    assert client.post("/accounts/theme/", {"theme": "dark"}).status_code == 204

    assert 'data-bs-theme="dark"' in client.get("/").content.decode()
    elsewhere = Client()
    elsewhere.force_login(get_user_model().objects.get(pk=alice.pk))
    assert 'data-bs-theme="dark"' in elsewhere.get("/").content.decode()


def test_a_theme_that_does_not_exist_is_refused(client, alice):
    client.force_login(alice)

    assert client.post("/accounts/theme/", {"theme": "neon"}).status_code == 422


def test_before_log_in_the_browser_keeps_the_theme(client):
    client.cookies["theme"] = "dark"

    assert 'data-bs-theme="dark"' in client.get("/accounts/login/").content.decode()


def test_a_made_up_theme_is_the_system_one(client):
    client.cookies["theme"] = 'x" onload="'

    assert 'data-sc-theme="auto"' in client.get("/accounts/login/").content.decode()


def test_the_navigation_holds_what_a_person_may_use(client_for, make_user):
    def places(*perms):
        shown = client_for(make_user(f"u{len(perms)}", *perms)).get("/").context["nav_places"]
        return [str(place["label"]) for place in shown]

    builds, sets_up = "stagecraft_people.manage_flows", "stagecraft_people.customize_application"
    assert {"Automations", "Setup"}.isdisjoint(places())
    assert "Automations" in places(builds)
    assert {"Automations", "Setup"} <= set(places(builds, sets_up))


def test_the_open_place_is_marked(client_for, make_user):
    page = client_for(make_user("ada", "stagecraft_people.manage_flows")).get("/automations/")

    assert [str(place["label"]) for place in page.context["nav_places"] if place["current"]] == ["Automations"]


def test_a_status_is_said_in_words_and_an_unknown_one_too():
    assert "In Progress" in render("{% status_pill 'in_progress' %}")
    assert "sc-pill-bad" in render("{% status_pill 'error' %}")
    assert "Waiting long" in render("{% status_pill 'waiting_long' %}")
    assert "&lt;b&gt;" in render("{% status_pill '<b>' %}")


def test_a_moment_is_relative_with_the_full_time_in_the_persons_zone(settings):
    settings.TIME_ZONE = "Europe/Vienna"
    from django.utils import timezone

    with timezone.override("Europe/Vienna"):
        shown = render("{% time_ago at %}", at=datetime(2020, 1, 2, 23, 30, tzinfo=UTC))

    assert 'datetime="2020-01-03T00:30:00+01:00"' in shown
    assert "Jan. 3, 2020" in shown
    assert render("{% time_ago at %}", at=None) == ""


def test_page_header_and_empty_state_escape_their_words_and_keep_their_actions():
    header = render("{% page_header title=t %}<a href='/new'>New</a>{% end_page_header %}", t="<Quotes>")
    empty = render("{% empty_state 'No runs' t %}<b>Start</b>{% end_empty_state %}", t="a & b")

    assert "<h1>&lt;Quotes&gt;</h1>" in header
    assert "<a href='/new'>New</a>" in header
    assert "a &amp; b" in empty
    assert "<b>Start</b>" in empty


def test_problems_come_errors_first_as_structs_or_as_json():
    warning = {"code": "unused_variable", "severity": "warning", "path": "variables/x", "message": "Not used."}
    error = Problem(code="no_assignee", severity="error", path="elements/A", message="Nobody.", fix="Choose one.")

    shown = render("{% problems_list problems %}", problems=[warning, error])

    assert shown.index("Nobody.") < shown.index("Not used.")
    assert "Choose one." in shown
    assert "no_assignee" in shown
