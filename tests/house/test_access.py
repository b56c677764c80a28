"""Deny by default: a stranger is turned away at every address but the few that are meant for strangers."""

import pytest
from django.test import Client

from tests.house.routes import every_route
from web import access

pytestmark = pytest.mark.django_db

FOR_STRANGERS = {
    "accounts/login/": "where strangers sign in",
    "accounts/logout/": "signs out; a stranger is sent to the log-in page",
    "api/v1/token/": "where programs sign in",
}
METHODS = ("get", "post", "put", "patch", "delete")


def routes_for_members():
    return [
        route
        for route in every_route()
        if route.pattern not in FOR_STRANGERS and not route.pattern.startswith("django-admin/")
    ]


@pytest.mark.parametrize("method", METHODS)
def test_strangers_are_turned_away_everywhere(method):
    client = Client(raise_request_exception=False)
    let_in = {}
    for route in routes_for_members():
        answer = getattr(client, method)(route.path)
        at_login = answer.status_code == 302 and "/accounts/login/" in answer["Location"]
        if not at_login and answer.status_code not in {401, 403, 405}:
            let_in[route.pattern] = answer.status_code
    assert let_in == {}


def test_every_page_names_who_may_open_it():
    """Pages carry a decorator of web.access; REST views have permission classes; the admin has its own gate."""
    unguarded = [
        route.pattern
        for route in routes_for_members()
        if not hasattr(route.view, "access") and not getattr(route.view, "cls", None)
    ]
    assert unguarded == []


def test_the_django_admin_asks_for_a_log_in(client):
    answer = client.get("/django-admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/django-admin/login/")


def test_strangers_come_back_to_the_page_they_wanted(rf, client):
    answer = client.get("/?view=mine")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/%3Fview%3Dmine")


def test_a_fragment_sends_the_whole_page_to_the_log_in(client):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/work-items/?view=mine"}
    answer = client.get("/", headers=headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/accounts/login/?next=/work-items/%3Fview%3Dmine")


def test_a_missing_permission_is_refused_with_a_page_and_for_fragments_with_a_toast(rf, make_user, settings):
    from django.contrib.sessions.backends.db import SessionStore

    from web.errors import NotAllowed
    from web.middleware import RefusalMiddleware

    view = access.requires("stagecraft_people.manage_flows")(lambda request: None)
    request = rf.get("/automations/")
    request.user, request.session = make_user("alice"), SessionStore()
    with pytest.raises(NotAllowed) as refused:
        view(request)
    middleware = RefusalMiddleware(lambda request: None)
    assert middleware.process_exception(request, refused.value).status_code == 403
    request = rf.get("/automations/", headers={"HX-Request": "true"})
    request.user, request.session = make_user("bob"), SessionStore()
    answer = middleware.process_exception(request, refused.value)
    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reswap"]) == (403, "#toasts", "beforeend")
    assert "You are not allowed to open this page." in answer.content.decode()
