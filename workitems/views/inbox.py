"""The inbox: views with live counts, the list, and what arrived since it was drawn."""

import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from web.access import signed_in
from web.errors import NotAllowed, NotFound
from web.pages import CursorPage
from workitems import inbox, selectors
from workitems.models import WorkItem
from workitems.viewer import Viewer
from workitems.views.working import work_context

LATE = timedelta(seconds=30)  # a transaction may commit this much after the time its items carry


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """The inbox page; for htmx the list alone. ?view= &sort= &q= &cursor= &item= (open in the pane)."""
    viewer = Viewer.of(request.user)
    context = _list_context(request, viewer)
    if request.headers.get("HX-Target") == "inbox":
        return render(request, "workitems/partials/list.html", context)
    opened = _opened(viewer, request.GET.get("item", ""))
    if opened is not None:
        context |= work_context(request, viewer, opened)
    return render(request, "workitems/inbox.html", context)


@signed_in
def changes(request: HttpRequest) -> HttpResponse:
    """What arrived since the list was drawn: a bar instead of rows that move, and fresh counts."""
    viewer = Viewer.of(request.user)
    view = _view(request, viewer)
    since, seen = read_mark(request.GET.get("cursor", ""))
    new = [pk for pk in inbox.arrived_since(viewer, view, since) if pk not in seen]
    context = {
        "new": len(new),
        "changes_url": f"{reverse('workitems:changes')}?{request.GET.urlencode()}",
        "list_url": _url(request, drop=("cursor",)),
        "views": _tabs(request, viewer, view),
    }
    return render(request, "workitems/partials/changes.html", context)


def _list_context(request: HttpRequest, viewer: Viewer) -> dict[str, Any]:
    view = _view(request, viewer)
    search = request.GET.get("q", "").strip()[:100]
    sort = request.GET.get("sort", "due")
    now = timezone.now()
    found = inbox.page(viewer, view, sort=sort, search=search, cursor=request.GET.get("cursor", ""), now=now)
    mark = write_mark(now, inbox.arrived_since(viewer, view, now - LATE))
    poll = urlencode({"view": view.name, "sort": sort, "q": search, "cursor": mark})
    return {
        "viewer": viewer,
        "view": view,
        "views": _tabs(request, viewer, view),
        "sort": sort,
        "sorts": [(name, label) for name, (label, _order) in inbox.SORTS.items()],
        "search": search,
        "rows": rows_of(found.rows),
        "page": CursorPage(
            rows=found.rows,
            next_url=_url(request, cursor=found.next) if found.next else "",
            previous_url=_url(request, cursor=found.previous) if found.previous else "",
        ),
        "list_url": _url(request, drop=("item",)),
        "changes_url": f"{reverse('workitems:changes')}?{poll}",
        "open_id": request.GET.get("item", ""),
    }


def rows_of(items: list[WorkItem]) -> list[dict[str, Any]]:
    """Rows with the names of those who claimed or ended them; one query for all names."""
    names = selectors.claimants(items)
    return [
        {"item": item, "claimed_by": names.get(item.claimed_by_id or 0), "ended_by": names.get(item.ended_by_id or 0)}
        for item in items
    ]


def _tabs(request: HttpRequest, viewer: Viewer, current: inbox.InboxView) -> list[dict[str, Any]]:
    counts = inbox.counts(viewer)
    return [
        {
            "view": view,
            "count": counts.get(view.name),
            "url": f"{reverse('workitems:inbox')}?view={view.name}",
            "current": view.name == current.name,
        }
        for view in inbox.views_for(viewer)
    ]


def _view(request: HttpRequest, viewer: Viewer) -> inbox.InboxView:
    view = inbox.VIEWS.get(request.GET.get("view", "all"), inbox.VIEWS["all"])
    if view not in inbox.views_for(viewer):
        raise NotAllowed(act="see the work of others")
    return view


def _opened(viewer: Viewer, item_id: str) -> WorkItem | None:
    """The item of the pane; an address that names a lost one still shows the list."""
    try:
        return selectors.item_for(viewer, int(item_id)) if item_id.isdecimal() else None
    except NotFound:
        return None


def _url(request: HttpRequest, drop: tuple[str, ...] = (), **changed: str) -> str:
    query = request.GET.copy()
    for name in drop:
        query.pop(name, None)
    for name, value in {"view": query.get("view", "all"), **changed}.items():
        query[name] = value
    return f"{reverse('workitems:inbox')}?{query.urlencode()}"


def write_mark(at: datetime, seen: list[int]) -> str:
    """A mark on the stream of arriving items: when the list was drawn, and what had come shortly before."""
    return json.dumps([(at - LATE).isoformat(), seen], separators=(",", ":"))


def read_mark(mark: str) -> tuple[datetime, set[int]]:
    """A mark somebody mangled means "now"."""
    try:
        at, seen = json.loads(mark)
        since = datetime.fromisoformat(at)
        if since.tzinfo is not None:
            return since, {int(pk) for pk in seen}
    except (ValueError, TypeError):
        pass
    return timezone.now(), set()
