"""`POST /api/v1/token/`: how programs sign in."""

import pytest
from django.core.cache import cache

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_earlier_tries():
    cache.clear()
    yield
    cache.clear()


def ask(client, password: str = "pass"):
    return client.post("/api/v1/token/", {"username": "alice", "password": password}, content_type="application/json")


def test_a_token_opens_the_api(client, make_user):
    make_user("alice", "stagecraft_people.run_flows")
    token = ask(client).json()["token"]
    answer = client.get("/api/v1/runs/", headers={"Authorization": f"Token {token}"})
    assert (answer.status_code, answer.json()["results"]) == (200, [])
    assert ask(client).json()["token"] == token


@pytest.mark.parametrize("active", [True, False])
def test_a_wrong_password_and_an_inactive_account_look_the_same(client, make_user, active):
    make_user("alice", is_active=active)
    answer = ask(client, "wrong" if active else "pass")
    assert answer.status_code == 401
    assert answer.json() == {
        "code": "wrong_credentials",
        "detail": "No active account has this user name and password.",
    }


def test_what_is_missing_is_named(client):
    answer = client.post("/api/v1/token/", {"username": "alice"}, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid"
    assert list(answer.json()["fields"]) == ["password"]


def test_guessing_is_slowed_down(client, make_user):
    make_user("alice")
    assert [ask(client, "wrong").status_code for _ in range(10)] == [401] * 10
    answer = ask(client)
    assert (answer.status_code, answer.json()["code"]) == (429, "throttled")
    assert int(answer["Retry-After"]) <= 60


def test_a_made_up_token_is_a_stranger(client):
    answer = client.get("/api/v1/runs/", headers={"Authorization": "Token nonsense"})
    assert (answer.status_code, answer.json()["code"]) == (401, "authentication_failed")
