"""People, groups and queues to choose from, a page of them at a time."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from people.models import Group
from people.selectors import label_of

SHOWN = 25


def people_like(text: str, *, active_only: bool = True) -> QuerySet[Any]:
    """Users whose name, username or email has the text, by name."""
    users = get_user_model()._default_manager.all()
    if active_only:
        users = users.filter(is_active=True)
    for word in text.split():
        part = Q(username__icontains=word) | Q(first_name__icontains=word) | Q(last_name__icontains=word)
        users = users.filter(part | Q(email__icontains=word))
    return users.order_by("first_name", "last_name", "pk")


def person_label(user: Any) -> str:
    """Name and username, so that two of the same name can be told apart."""
    name, username = label_of(user), user.get_username()
    return name if name == username else f"{name} ({username})"


def person_options(text: str = "", chosen: Any = None) -> list[tuple[str, str]]:
    """(primary key, label) of people, the chosen one first."""
    found = list(people_like(text)[:SHOWN])
    if chosen is not None:
        found = [chosen, *(user for user in found if user.pk != chosen.pk)]
    return [(str(user.pk), person_label(user)) for user in found]


def member_options(text: str = "") -> list[tuple[str, str]]:
    """(key, label) of people and groups that can be members: "user:12", "group:3"."""
    groups = Group.objects.filter(Q(label__icontains=text) | Q(api_name__icontains=text)).order_by("label")[:SHOWN]
    people = [(f"user:{user.pk}", person_label(user)) for user in people_like(text)[:SHOWN]]
    return [*people, *((f"group:{group.pk}", group.label) for group in groups)]
