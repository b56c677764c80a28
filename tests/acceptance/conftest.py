"""The product as its users meet it, on definitions that others wrote (../shared/corpus, skipped where it is absent)."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group as Role
from django.core.management import call_command
from rest_framework.test import APIClient

from people.models import Group, Queue
from people.roles import ensure_roles

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"


@pytest.fixture
def corpus() -> Path:
    if not CORPUS.is_dir():
        pytest.skip("../shared/corpus is not here")
    return CORPUS


@pytest.fixture
def import_metadata(transactional_db: None) -> Callable[..., dict[str, Any]]:
    """`import_metadata(path, ...)`: what `manage.py import_metadata --json` reports."""

    def run(*paths: Path, activate: bool | str = True) -> dict[str, Any]:
        out = StringIO()
        options = [f"--activate={activate}"] if isinstance(activate, str) else ["--activate"] if activate else []
        call_command("import_metadata", *[str(path) for path in paths], *options, "--json", stdout=out)
        return json.loads(out.getvalue())

    return run


class People:
    """Makes people with a role, groups and queues; `api(name)` is a REST client signed in as one of them."""

    def __init__(self) -> None:
        ensure_roles()

    def person(self, username: str, role: str = "assignee", **values: Any) -> Any:
        user = get_user_model().objects.create_user(username, f"{username}@example.com", "pass", **values)
        user.groups.add(Role.objects.get(name=f"Stagecraft {role}"))
        return user

    def group(self, api_name: str, *usernames: str) -> Group:
        group, _ = Group.objects.get_or_create(api_name=api_name, defaults={"label": api_name})
        group.users.add(*get_user_model().objects.filter(username__in=usernames))
        return group

    def queue(self, api_name: str, *usernames: str) -> Queue:
        queue, _ = Queue.objects.get_or_create(api_name=api_name, defaults={"label": api_name})
        queue.users.add(*get_user_model().objects.filter(username__in=usernames))
        return queue

    def api(self, username: str) -> APIClient:
        client = APIClient()
        client.force_authenticate(get_user_model().objects.get(username=username))
        return client


@pytest.fixture
def people(transactional_db: None) -> People:
    return People()
