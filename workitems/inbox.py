"""The inbox: its views, one page of a view, counts of all views.

Cost does not depend on how many items there are: a page asks each of the person's keys for its own first rows (one
range of the index `inbox_open` for each) and merges those; counts stop at `COUNT_CAP`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workitems.keyset import Keyset, Order, PageOfRows
from workitems.models import WorkItem, WorkItemStatus
from workitems.viewer import Viewer

COUNT_CAP = 1000  # counts above read "999+"
MERGE_LIMIT = 100  # keys that are asked one by one; somebody with more gets one plain query
KEY = "<key>"  # stands for an assignee key in a statement that is compiled once for several


@dataclass(frozen=True)
class InboxView:
    """scope: "all", "mine", "queues", "done" or "team"; due: "", "overdue" or "today"."""

    name: str
    label: str | Promise
    icon: str
    scope: str
    due: str = ""
    counted: bool = True


VIEWS = {
    view.name: view
    for view in (
        InboxView("all", _("My work"), "inbox", "all"),
        InboxView("mine", _("Assigned to me"), "person", "mine"),
        InboxView("queues", _("My groups and queues"), "people", "queues"),
        InboxView("overdue", _("Overdue"), "alarm", "all", due="overdue"),
        InboxView("today", _("Due today"), "calendar-event", "all", due="today"),
        InboxView("done", _("Done"), "check-circle", "done", counted=False),
        InboxView("team", pgettext_lazy("inbox view", "Team"), "diagram-3", "team"),
    )
}

SORTS: dict[str, tuple[str | Promise, Order]] = {
    "due": (_("Due date"), (("due_order", False), ("id", False))),
    "newest": (_("Newest first"), (("assigned_at", True), ("id", True))),
    "record": (_("Record"), (("record_name", False), ("id", False))),
}
DONE_ORDER: Order = (("ended_at", True), ("id", True))


@dataclass(frozen=True)
class Branch:
    """Some of a view's rows. keys: of these assignees; few keys are asked one by one, each in the index's own order."""

    rows: QuerySet[WorkItem]
    keys: tuple[str, ...] = ()

    def statements(self, keyset: Keyset) -> list[tuple[str, list[Any]]]:
        """SQL and values of the first rows in the order of `keyset`; compiled once for all keys."""
        one_by_one = 0 < len(self.keys) <= MERGE_LIMIT
        rows = self.rows.filter(assignee_key=KEY) if one_by_one else self.together()
        sql, params = keyset.limit(rows.defer("inputs", "description")).query.sql_with_params()
        if not one_by_one:
            return [(sql, list(params))]
        return [(sql, [key if value == KEY else value for value in params]) for key in self.keys]

    def together(self) -> QuerySet[WorkItem]:
        """All of it as one queryset, for counting."""
        return self.rows.filter(assignee_key__in=self.keys) if self.keys else self.rows


def views_for(viewer: Viewer) -> list[InboxView]:
    return [view for view in VIEWS.values() if view.name != "team" or viewer.sees_all]


def page(
    viewer: Viewer,
    view: InboxView,
    *,
    sort: str = "due",
    search: str = "",
    cursor: str = "",
    size: int = 50,
    now: datetime | None = None,
) -> PageOfRows:
    """One page of a view. sort: a name in SORTS ("done" has its own order). Two rows never tie."""
    order = DONE_ORDER if view.scope == "done" else SORTS.get(sort, SORTS["due"])[1]
    keyset = Keyset(WorkItem, order, cursor, size)
    branches = branches_of(viewer, view, now or timezone.now(), search)
    return keyset.page(_merged(branches, keyset))


def branches_of(viewer: Viewer, view: InboxView, now: datetime, search: str = "") -> list[Branch]:
    """Branches that share no row and together are the view."""
    if view.scope == "done":
        return [Branch(_matching(WorkItem.objects.filter(ended_by=viewer.user, ended_why="finished"), search))]
    rows = _matching(_open().filter(_due(view.due, now)), search)
    match view.scope:
        case "team":
            return [Branch(rows)] if viewer.sees_all else []
        case "queues":
            return [Branch(rows, viewer.group_keys)] if viewer.group_keys else []
        case "mine":
            keys: tuple[str, ...] = (viewer.own_key,)
        case _:
            keys = viewer.keys
    return [Branch(rows, keys), Branch(rows.filter(claimed_by=viewer.user).exclude(assignee_key__in=keys))]


def counts(viewer: Viewer, now: datetime | None = None) -> dict[str, int]:
    """Open items of each counted view, by name, never above COUNT_CAP. One statement."""
    now = now or timezone.now()
    wanted = [view for view in views_for(viewer) if view.counted]
    columns: list[str] = []
    values: list[Any] = []
    for view in wanted:
        sql, params = _capped([branch.together() for branch in branches_of(viewer, view, now)])
        columns.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")  # noqa: S608 - the ORM wrote it, values are bound
        values.extend(params)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", values)
        row = cursor.fetchone()
    return dict(zip([view.name for view in wanted], row, strict=True))


def count_text(count: int) -> str:
    return f"{COUNT_CAP - 1}+" if count >= COUNT_CAP else str(count)


def arrived_since(viewer: Viewer, view: InboxView, since: datetime) -> list[int]:
    """Ids of items that came into the view after `since` (new or handed over), newest first, at most 100."""
    if view.scope == "done":
        return []
    mine = Q() if view.scope == "team" and viewer.sees_all else _reach(viewer, view)
    items = _open().filter(mine, _due(view.due, timezone.now()), assigned_at__gt=since)
    return list(items.order_by("-assigned_at").values_list("pk", flat=True)[:100])


def _reach(viewer: Viewer, view: InboxView) -> Q:
    match view.scope:
        case "mine":
            return Q(assignee_key=viewer.own_key)
        case "queues":
            return Q(assignee_key__in=viewer.group_keys)
    return Q(assignee_key__in=viewer.keys)


def _open() -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(status=WorkItemStatus.ASSIGNED)


def _due(due: str, now: datetime) -> Q:
    """Today is the viewer's own: the active time zone decides where it begins and ends."""
    if due == "overdue":
        return Q(due_order__lt=now)
    if due == "today":
        start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        return Q(due_order__gte=start, due_order__lt=start + timedelta(days=1))
    return Q()


def _matching(branch: QuerySet[WorkItem], search: str) -> QuerySet[WorkItem]:
    for word in search.split()[:8]:
        branch = branch.filter(
            Q(label__icontains=word)
            | Q(record_name__icontains=word)
            | Q(orchestration_label__icontains=word)
            | Q(stage_label__icontains=word)
            | Q(assignee_name__icontains=word)
        )
    return branch


def _merged(branches: list[Branch], keyset: Keyset) -> list[WorkItem]:
    """The first rows of each branch, merged. Written out, because Django refuses limited unions on SQLite."""
    parts = [part for branch in branches for part in branch.statements(keyset)]
    if not parts:
        return []
    union = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS part" for sql, _params in parts)  # noqa: S608 - bound values
    values = [value for _sql, params in parts for value in params]
    return list(WorkItem.objects.raw(f"{union} ORDER BY {keyset.order_sql} LIMIT {keyset.size + 1:d}", values))


def _capped(branches: list[QuerySet[Any]]) -> tuple[str, tuple[Any, ...]]:
    """The SQL of "at most COUNT_CAP rows of these branches"."""
    if not branches:
        return "SELECT 1 WHERE 1 = 0", ()
    narrow = [branch.order_by().values_list("id") for branch in branches]
    both = narrow[0].union(*narrow[1:], all=True) if len(narrow) > 1 else narrow[0]
    sql, params = both[:COUNT_CAP].query.sql_with_params()
    return sql, params
