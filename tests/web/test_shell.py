"""The shell around every page: log-in, log-out, theme, navigation, template tags."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
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


def test_the_server_renders_the_kept_theme(client, alice):
    client.force_login(alice)
    client.cookies["theme"] = "dark"

    assert 'data-bs-theme="dark"' in client.get("/").content.decode()


def test_a_made_up_theme_is_the_system_one(client, alice):
    client.force_login(alice)
    client.cookies["theme"] = 'x" onload="'

    assert 'data-sc-theme="auto"' in client.get("/").content.decode()


def test_only_people_who_build_see_automations(client, alice, settings):
    client.force_login(alice)
    places = client.get("/").context["nav_places"]
    assert "Automations" not in [str(place["label"]) for place in places]

    alice.user_permissions.add(*Permission.objects.filter(codename="manage_flows"))
    client.force_login(get_user_model().objects.get(pk=alice.pk))
    assert client.get("/").status_code == 200


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
