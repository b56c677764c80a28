"""Reading work items: who may see which, what comes next, and what surrounds one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from people.models import Group, Queue
from people.selectors import label_of, principal_keys
from web.errors import NotFound
from web.lookup import first_where
from workitems import inbox
from workitems.models import WorkItem, WorkItemStatus, claims_lapse_before
from workitems.viewer import Viewer


def visible_items(viewer: Viewer) -> QuerySet[WorkItem]:
    """Items the viewer may know of: assigned to a key of theirs, claimed or finished by them; managers see all."""
    if viewer.sees_all:
        return WorkItem.objects.all()
    return WorkItem.objects.filter(
        Q(assignee_key__in=viewer.keys) | Q(claimed_by=viewer.user) | Q(ended_by=viewer.user, ended_why="finished")
    )


def to_do_of(viewer: Viewer) -> Q:
    """Items assigned to a key of the viewer's, or claimed by them."""
    return Q(assignee_key__in=viewer.keys) | Q(claimed_by=viewer.user)


def free_for(viewer: Viewer) -> Q:
    """Items that nobody else holds: not claimed, claimed by the viewer, or claimed too long ago."""
    free = Q(claimed_by=None) | Q(claimed_by=viewer.user)
    before = claims_lapse_before()
    return free | Q(claimed_at__lt=before) if before else free


def can_see(viewer: Viewer, item: WorkItem) -> bool:
    """The same for one item in hand."""
    return (
        viewer.sees_all
        or item.assignee_key in viewer.keys
        or item.claimed_by_id == viewer.user.pk
        or (item.ended_by_id == viewer.user.pk and item.ended_why == "finished")
    )


def can_do(viewer: Viewer, item: WorkItem) -> bool:
    """Whether it is the viewer's to do (somebody else's claim aside)."""
    return (
        item.is_open and viewer.may_work and (item.assignee_key in viewer.keys or item.claimed_by_id == viewer.user.pk)
    )


def can_reassign(viewer: Viewer, item: WorkItem) -> bool:
    """Managers any item, everybody an item of their own."""
    if not item.is_open:
        return False
    return viewer.may_reassign or (viewer.may_work and item.assignee_key == viewer.own_key)


def item_for(viewer: Viewer, item_id: int) -> WorkItem:
    """raises NotFound for what does not exist and for what the viewer may not know of, alike."""
    item = first_where(WorkItem, pk=item_id)
    if item is None or not can_see(viewer, item):
        raise NotFound(what="work item", name=str(item_id))
    return item


def open_items_of_record(viewer: Viewer, record_id: str) -> list[WorkItem]:
    """Open items of a record that are the viewer's to do, soonest due first."""
    items = WorkItem.objects.filter(record_id=record_id, status=WorkItemStatus.ASSIGNED)
    return list(items.filter(to_do_of(viewer)).select_related("claimed_by").order_by("due_order", "id")[:50])


def records_with_open_work(user: Any) -> QuerySet[WorkItem, str]:
    """Ids of records somebody may see, whatever their sharing, because open work on them waits for that person."""
    mine = WorkItem.objects.filter(status=WorkItemStatus.ASSIGNED, assignee_key__in=principal_keys(user))
    return mine.exclude(record_id="").values_list("record_id", flat=True)


def next_item(viewer: Viewer, after: WorkItem) -> tuple[WorkItem | None, bool]:
    """What to offer when `after` is done: the next item of the same run (True), else the first of the inbox."""
    same_run = WorkItem.objects.filter(run_id=after.run_id, status=WorkItemStatus.ASSIGNED)
    mine = Q(assignee_key__in=viewer.keys) & free_for(viewer)
    if (item := same_run.filter(mine).order_by("due_order", "id").first()) is not None:
        return item, True
    rows = inbox.page(viewer, inbox.VIEWS["all"], size=20).rows
    return next((row for row in rows if row.held_by_id in (None, viewer.user.pk)), None), False


def claimants(items: Iterable[WorkItem]) -> dict[int, str]:
    """Names of those who claimed or ended these items. One query, none where there is nobody."""
    ids = {pk for item in items for pk in (item.claimed_by_id, item.ended_by_id) if pk}
    return {user.pk: label_of(user) for user in get_user_model()._default_manager.filter(pk__in=ids)} if ids else {}


@dataclass(frozen=True)
class Assignee:
    """kind: user, group, queue; name: username or API name, as calls take it; label: as people read it."""

    kind: str
    name: str
    label: str


def assignees(items: Iterable[WorkItem]) -> dict[str, Assignee]:
    """Assignees of items by key; one query for each kind there is."""
    labels = {item.assignee_key: item.assignee_name for item in items}
    user_model = get_user_model()
    sources: dict[str, tuple[Any, str]] = {
        "user": (user_model._default_manager, user_model.USERNAME_FIELD),
        "group": (Group.objects, "api_name"),
        "queue": (Queue.objects, "api_name"),
    }
    found = {}
    for kind, (manager, column) in sources.items():
        pks = {key.partition(":")[2] for key in labels if key.startswith(f"{kind}:")}
        names = dict(manager.filter(pk__in=pks).values_list("pk", column)) if pks else {}
        for key in (f"{kind}:{pk}" for pk in pks):
            found[key] = Assignee(kind, names.get(int(key.partition(":")[2]), labels[key]), labels[key])
    return found
