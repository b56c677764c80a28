"""Fragments of other pages: the Work Guide of a record, the home page's list, the count in the navigation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from web.access import signed_in
from workitems import inbox, selectors
from workitems.viewer import Viewer
from workitems.views.inbox import rows_of
from workitems.views.working import work_context

HOME_ROWS = 6


@signed_in
@require_GET
def panel(request: HttpRequest) -> HttpResponse:
    """The Work Guide of a record page (?record=): the viewer's open items of it; a single one is open at once."""
    viewer = Viewer.of(request.user)
    record = request.GET.get("record", "")
    items = selectors.open_items_of_record(viewer, record) if record else []
    context = {"rows": rows_of(items), "viewer": viewer, "record_id": record}
    if len(items) == 1:
        context |= work_context(request, viewer, items[0])
    return render(request, "workitems/panel.html", {**context, "on_record_page": True})


@signed_in
@require_GET
def home_panel(request: HttpRequest) -> HttpResponse:
    viewer = Viewer.of(request.user)
    page = inbox.page(viewer, inbox.VIEWS["all"], size=HOME_ROWS)
    return render(request, "workitems/home_panel.html", {"rows": rows_of(page.rows), "more": bool(page.next)})


@signed_in
@require_GET
def count(request: HttpRequest) -> HttpResponse:
    """How much work waits, for the navigation; nothing when there is none."""
    return render(request, "workitems/count.html", {"count": inbox.counts(Viewer.of(request.user))["all"]})
