"""Reminders and escalations of work that is not done by a deadline: outside effects, at least once."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.mail import get_connection

from people.errors import AssigneeUnusable
from people.selectors import members_of, resolve_assignee
from workitems.mail import Receiver, message_of, receiver_of, receivers_of
from workitems.models import WorkItem, WorkItemStatus

KIND = "reminder"


def perform(run_id: int, payload: dict[str, Any], key: str) -> None:
    """payload: step, about ("remind", "escalate"), to? [kind, name]. Nobody is reminded of work that has ended."""
    items = WorkItem.objects.filter(run_id=run_id, step_id=payload["step"], status=WorkItemStatus.ASSIGNED)
    messages = [
        message_of(item, {"about": "overdue", "escalated": payload["about"] == "escalate"}, receiver, f"{key}.{number}")
        for item in items
        for number, receiver in enumerate(_receivers(item, payload))
    ]
    if messages:
        get_connection().send_messages(messages)


def _receivers(item: WorkItem, payload: dict[str, Any]) -> list[Receiver]:
    if payload["about"] == "remind":
        return receivers_of(item.assignee_key)
    if "to" not in payload:
        return _managers(item.assignee_key)
    try:
        found = resolve_assignee(*payload["to"])
    except AssigneeUnusable:
        found = None
    return receivers_of(found.key) if found is not None else _managers(item.assignee_key)


def _managers(key: str) -> list[Receiver]:
    """Active managers of the people behind an assignee, each once."""
    ids = members_of(key).values_list("profile__manager", flat=True)
    managers = get_user_model()._default_manager.filter(pk__in=[pk for pk in ids if pk], is_active=True)
    return [receiver_of(user) for user in managers.select_related("profile").order_by("pk") if user.email]
