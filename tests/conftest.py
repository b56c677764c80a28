"""Fixtures and lanes that every test shares.

Every database of the tests is real and on disk: SQLite in a file (WAL, as the product runs it) or PostgreSQL. A test
whose code opens durable transactions is marked `@pytest.mark.django_db(transaction=True)`.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from hypothesis import settings as settings_of_examples

from tests import emptying, fuzz, lanes


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="also run the long races, kills and simulations")


def pytest_configure(config: pytest.Config) -> None:
    settings_of_examples.register_profile("stagecraft", deadline=None)  # a busy machine is no failure
    settings_of_examples.load_profile("stagecraft")
    if config.getoption("--soak"):
        os.environ[fuzz.SOAK] = "1"  # before tests are imported: they say at import how many examples they want


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    leave_out = {item for item in items if not lanes.belongs(item, settings.LANE, soak=config.getoption("--soak"))}
    if leave_out:
        config.hook.pytest_deselected(items=list(leave_out))
        items[:] = [item for item in items if item not in leave_out]


@pytest.fixture(autouse=True)
def _forget_objects() -> Iterator[None]:
    """A test's objects are rolled back with it; the catalog of objects in memory must go too."""
    from records.catalog import forget

    forget()
    yield
    forget()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database, emptied quickly (tests/emptying.py)."""
    with django_db_blocker.unblock():
        emptying.install(connection)


@pytest.fixture
def make_user(db: None) -> Callable[..., Any]:
    """`make_user("alice", "stagecraft_people.run_flows", ...)`: a person whose password is `pass`, with them."""

    def make(username: str = "alice", *perms: str, **values: Any) -> Any:
        user = get_user_model().objects.create_user(username, f"{username}@example.com", "pass", **values)
        for perm in perms:
            app_label, codename = perm.split(".")
            user.user_permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
        return get_user_model().objects.get(pk=user.pk)  # without the permissions cached before they were given

    return make


@pytest.fixture
def client_for() -> Callable[[Any], Client]:
    """`client_for(user)`: a browser-like client signed in as this person."""

    def make(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def api_for() -> Callable[[Any], Any]:
    """`api_for(user)`: a REST client signed in as this person."""
    from rest_framework.test import APIClient

    def make(user: Any) -> Any:
        client = APIClient()
        client.force_authenticate(user)
        return client

    return make


def pytest_unconfigure() -> None:
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)
