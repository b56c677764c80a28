"""`Idempotency-Key`: the same changing REST call twice is one effect and one answer."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone
from rest_framework.authtoken.models import Token
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from web.idempotency import forget_old_keys
from web.models import IdempotencyKey

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


class MakeGroup(APIView):
    """A call with an effect one can count."""

    permission_classes = (IsAuthenticated,)

    def post(self, request):
        if request.data["name"] == "broken":
            return Response({"code": "broken"}, status=503)
        made = Group.objects.create(name=f"{request.data['name']}-{Group.objects.count()}")
        return Response({"id": made.pk, "key": request.idempotency_key}, status=201, headers={"Location": "/made/"})


urlpatterns = [path("api/v1/make/", MakeGroup.as_view()), path("made/", lambda request: HttpResponse())]


@pytest.fixture
def call(make_user):
    def post(key: str, name: str = "a", user=None):
        token = Token.objects.get_or_create(user=user or post.user)[0]
        headers = {"Authorization": f"Token {token.key}", **({"Idempotency-Key": key} if key else {})}
        return Client().post("/api/v1/make/", {"name": name}, content_type="application/json", headers=headers)

    post.user = make_user("alice")
    return post


def made() -> int:
    return Group.objects.filter(name__startswith="a-").count()


def test_the_second_call_gets_the_first_answer_and_changes_nothing(call):
    before = made()
    first, second = call("k1"), call("k1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert first.json()["key"] == "k1"
    assert second["Location"] == "/made/"
    assert (first.get("Idempotency-Replayed"), second["Idempotency-Replayed"]) == (None, "true")
    assert made() == before + 1


def test_without_a_key_each_call_counts(call):
    before = made()
    call("")
    call("")
    assert made() == before + 2


def test_the_same_key_with_another_body_is_refused(call):
    call("k1")
    answer = call("k1", name="another")
    assert answer.status_code == 422
    assert answer.json() == {
        "code": "idempotency_key_reused",
        "detail": "This Idempotency-Key was used for a different call.",
    }


def test_keys_belong_to_people(call, make_user):
    before = made()
    call("k1")
    assert call("k1", user=make_user("bob")).status_code == 201
    assert made() == before + 2


def test_a_call_still_running_is_told_apart_and_an_abandoned_one_is_taken_over(call):
    call("k1")
    IdempotencyKey.objects.update(status=None)
    assert call("k1").json()["code"] == "idempotency_key_in_use"
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    assert call("k1").status_code == 201


def test_a_failed_call_may_be_tried_again_with_its_key(call):
    assert call("k1", name="broken").status_code == 503
    assert IdempotencyKey.objects.count() == 0


def test_a_key_is_kept_for_a_day(call):
    first = call("k1")
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(hours=23))
    assert (forget_old_keys(), call("k1").json()) == (0, first.json())
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert call("k1").json() != first.json()
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert forget_old_keys() == 1


def test_strangers_leave_no_key_behind(client):
    answer = client.post("/api/v1/make/", {}, content_type="application/json", headers={"Idempotency-Key": "k"})
    assert answer.status_code == 401
    assert IdempotencyKey.objects.count() == 0
