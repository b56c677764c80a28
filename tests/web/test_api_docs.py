"""The page of the REST API."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_it_tells_of_every_call_with_what_it_takes_and_gives(make_user) -> None:
    client = Client()
    client.force_login(make_user("reader"))

    page = client.get("/api/docs/").content.decode()

    assert "<code>/api/v1/orchestrations/{api_name}/runs/</code>" in page
    assert 'id="shape-RunAnswer"' in page
    assert 'href="#shape-RunAnswer"' in page
    assert "{'" not in page, "a part of the schema was printed as it is"


def test_strangers_sign_in_first() -> None:
    answer = Client().get("/api/docs/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/api/docs/")
