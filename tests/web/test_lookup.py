"""Rows by equal columns: the same rows, with the same values, as Django's own filter finds."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Group
from web.lookup import LARGEST, first_where

pytestmark = pytest.mark.django_db
User = get_user_model()


def test_every_column_is_what_the_orm_reads() -> None:
    moment = datetime(2026, 3, 4, 5, 6, 7, 890, tzinfo=UTC)
    user = User.objects.create(username="ann", last_login=moment, is_staff=True, is_active=False)
    found = first_where(User, username="ann")
    assert found is not None
    columns = [field.attname for field in User._meta.concrete_fields]
    expected = User.objects.get(pk=user.pk)
    assert [getattr(found, name) for name in columns] == [getattr(expected, name) for name in columns]
    assert (found.last_login, found.is_staff, found.is_active) == (moment, True, False)
    found.first_name = "Ann"
    found.save()
    assert User.objects.get(first_name="Ann") == user


def test_each_question_gets_its_own_answer() -> None:
    users = [User.objects.create(username=name) for name in ("ann", "bob", "<username>")]
    assert [first_where(User, username=user.username) for user in users] == users
    assert [first_where(User, pk=user.pk, username=user.username) for user in users] == users
    assert first_where(User, pk=users[0].pk, username="bob") is None
    assert first_where(User, username="cid") is None
    assert first_where(User, pk=LARGEST + 1) is None


@pytest.mark.parametrize("given", ["' OR 1=1 --", "%s", 'a"b', "%"])
def test_a_value_is_never_part_of_the_statement(given: str) -> None:
    User.objects.create(username="ann")
    assert first_where(User, username=given) is None
    user = User.objects.create(username=given)
    assert first_where(User, username=given) == user


def test_one_statement_reads_the_row() -> None:
    group: Any = Group.objects.create(api_name="sales", label="Sales")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert first_where(Group, api_name="sales") == group
    assert len(captured) == 1
