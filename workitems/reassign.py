"""Handing a work item to somebody else: mail again, the assignment clock restarts, the run's history keeps both."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from people.errors import AssigneeUnusable
from people.selectors import Resolved, label_of, resolve_assignee
from runs import services as run_services
from runs.errors import UnknownAssignee
from runs.ports import Intent
from web.errors import NotAllowed
from workitems import selectors
from workitems.errors import SameAssignee, WorkItemOver
from workitems.models import WorkItem, WorkItemStatus
from workitems.port import assigned_mail
from workitems.viewer import Viewer

REASON_LIMIT = 255
CHOICES = 500  # people offered by name in the form; beyond that the API and search are the way


def reassign(*, viewer: Viewer, item: WorkItem, kind: str, name: str, reason: str = "") -> WorkItem:
    """Same step, same item, another assignee; a claim on it ends.

    kind, name: "user" and a username, "group" or "queue" and an API name
    raises:     NotAllowed, UnknownAssignee, SameAssignee, WorkItemOver
    """
    if not selectors.can_reassign(viewer, item):
        if not item.is_open:
            raise WorkItemOver(status_label=item.get_status_display())
        raise NotAllowed(act=_("reassign this work item"))
    chosen = _resolved(kind, name)
    if chosen.key == item.assignee_key:
        raise SameAssignee(assignee=item.assignee_name)
    run_services.annotate(
        run_id=item.run_id,
        step_run_id=item.step_id,
        what="work_item_reassigned",
        detail={"from": item.assignee_name, "to": chosen.label, "reason": reason[:REASON_LIMIT]},
        by=viewer.user,
        change=lambda at: _hand_over(item, chosen, at),
    )
    return WorkItem.objects.select_related("claimed_by", "ended_by").get(pk=item.pk)


def _hand_over(item: WorkItem, chosen: Resolved, at: datetime) -> list[Intent]:
    """Inside the run's lock: nobody can finish the item between the look and the write."""
    still = WorkItem.objects.filter(pk=item.pk, status=WorkItemStatus.ASSIGNED, assignee_key=item.assignee_key)
    changed = still.update(
        assignee_key=chosen.key, assignee_name=chosen.label, assigned_at=at, claimed_by=None, claimed_at=None
    )
    now = WorkItem.objects.get(pk=item.pk)
    if not changed:
        if now.is_open:
            raise SameAssignee(assignee=now.assignee_name)
        raise WorkItemOver(status_label=now.get_status_display())
    return [assigned_mail(now)]


def _resolved(kind: str, name: str) -> Resolved:
    try:
        found = resolve_assignee(kind, name) if kind in ("user", "group", "queue") else None
    except AssigneeUnusable as refusal:
        raise UnknownAssignee(kind=kind, name=name, fields={"assignee": refusal.detail}) from refusal
    if found is None:
        raise UnknownAssignee(kind=kind, name=name, fields={"assignee": f"There is no {kind} named {name}."})
    return found


@dataclass(frozen=True)
class Person:
    name: str
    label: str


def people_to_choose() -> list[Person]:
    users = get_user_model()._default_manager.filter(is_active=True).order_by("first_name", "last_name", "pk")[:CHOICES]
    return [Person(user.get_username(), label_of(user)) for user in users]
