"""A small office with an approval and a questionnaire, started through the public door."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group as Role
from django.test import Client
from rest_framework.test import APIClient

from people.models import Group, Queue
from people.roles import ensure_roles
from runs.look import look
from runs.models import Run
from runs.services import start_run
from tests.workitems import definitions
from workitems.models import WorkItem
from workitems.viewer import Viewer


class Office:
    """ann may start, watch and reassign; bea and cal sit in the group Finance, dan alone in the queue Desk."""

    def __init__(self) -> None:
        ensure_roles()
        self.ann = self.person("ann", "Ann", "Able", role="manager")
        self.bea = self.person("bea", "Bea", "Baker")
        self.cal = self.person("cal", "Cal", "Cook")
        self.dan = self.person("dan", "Dan", "Doe")
        self.group = Group.objects.create(api_name="Finance", label="Finance team")
        self.group.users.add(self.bea, self.cal)
        self.queue = Queue.objects.create(api_name="Desk", label="Service desk")
        self.queue.users.add(self.dan)

    def person(self, username: str, first: str = "", last: str = "", role: str = "assignee") -> Any:
        user = get_user_model().objects.create_user(
            username, f"{username}@example.com", "pass", first_name=first, last_name=last
        )
        user.groups.add(Role.objects.get(name=f"Stagecraft {role}"))
        return user

    def start(self, *assignees: tuple[str, str], kind: str = "approval", **more: Any) -> Run:
        """A run that waits for these assignees, e.g. ("group", "Finance")."""
        definitions.install_screens()
        definitions.install(definitions.orchestration(assignees or (("group", "Finance"),), kind=kind, **more))
        return start_run(api_name=definitions.NAME, by=self.ann)

    def item(self, *assignees: tuple[str, str], kind: str = "approval", **more: Any) -> WorkItem:
        run = self.start(*assignees, kind=kind, **more)
        return WorkItem.objects.filter(run=run).order_by("pk")[0]

    def browser(self, user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def htmx(self, user: Any) -> Client:
        client = Client(headers={"HX-Request": "true"})
        client.force_login(user)
        return client

    def api(self, user: Any) -> APIClient:
        client = APIClient()
        client.force_authenticate(user)
        return client

    def viewer(self, user: Any) -> Viewer:
        return Viewer.of(get_user_model().objects.get(pk=user.pk))


@pytest.fixture
def office(transactional_db: None) -> Office:
    return Office()


@pytest.fixture
def deliver() -> Callable[[], None]:
    """Let the worker do what is due: mail goes out."""

    def work() -> None:
        for run in Run.objects.all():
            look(run.pk)

    return work
