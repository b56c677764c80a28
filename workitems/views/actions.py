"""Claim, release, reassign; and the pulse that tells an open item what others did to it."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people.models import Group, Queue
from web.access import signed_in
from web.errors import NotAllowed, Refusal
from workitems import reassign as reassigning
from workitems import selectors, services
from workitems.models import WorkItem
from workitems.viewer import Viewer
from workitems.views.working import head_context, is_htmx

KINDS = ("user", "group", "queue")


@signed_in
@require_POST
def claim(request: HttpRequest, item_id: int) -> HttpResponse:
    viewer = Viewer.of(request.user)
    item = services.claim(viewer=viewer, item=selectors.item_for(viewer, item_id))
    return _head(request, viewer, item)


@signed_in
@require_POST
def release(request: HttpRequest, item_id: int) -> HttpResponse:
    viewer = Viewer.of(request.user)
    item = services.release(viewer=viewer, item=selectors.item_for(viewer, item_id))
    return _head(request, viewer, item)


@signed_in
@require_http_methods(["GET", "POST"])
def reassign(request: HttpRequest, item_id: int) -> HttpResponse:
    """The form (GET), and handing the item over (POST)."""
    viewer = Viewer.of(request.user)
    item = selectors.item_for(viewer, item_id)
    if not selectors.can_reassign(viewer, item):
        raise NotAllowed(act=_("reassign this work item"))
    if request.method == "GET":
        return _form(request, viewer, item)
    kind, name = _chosen(request)
    reason = request.POST.get("reason", "").strip()
    try:
        reassigning.reassign(viewer=viewer, item=item, kind=kind, name=name, reason=reason)
    except Refusal as refusal:
        typed = {"kind": kind, "name": name, "reason": reason}
        return _form(request, viewer, item, refusal.status, typed=typed, problem=refusal)
    return _handed_over(request, viewer, item_id)


@signed_in
@require_GET
def pulse(request: HttpRequest, item_id: int) -> HttpResponse:
    """A banner when the item is no longer as `?seen=` says; else nothing (204), so that nothing moves."""
    viewer = Viewer.of(request.user)
    item = selectors.item_for(viewer, item_id)
    if request.GET.get("seen", "") == item.stamp:
        return HttpResponse(status=204)
    return render(
        request, "workitems/partials/banner.html", {"item": item, "viewer": viewer, **head_context(viewer, item)}
    )


def _head(request: HttpRequest, viewer: Viewer, item: WorkItem) -> HttpResponse:
    """The item's heading again; its screen, and what is typed there, stays."""
    if not is_htmx(request):
        return redirect("workitems:detail", item.pk)
    context = {"viewer": viewer, "item": item, **head_context(viewer, item)}
    response = render(request, "workitems/partials/head.html", context)
    response["HX-Trigger"] = "sc:work-changed"
    return response


def _form(request: HttpRequest, viewer: Viewer, item: WorkItem, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "viewer": viewer,
        "item": item,
        "groups": Group.objects.order_by("label"),
        "queues": Queue.objects.order_by("label"),
        "people": reassigning.people_to_choose(),
        "typed": {"kind": "user"},
        **more,
    }
    template = "workitems/partials/reassign.html" if is_htmx(request) else "workitems/reassign.html"
    return render(request, template, context, status=status)


def _chosen(request: HttpRequest) -> tuple[str, str]:
    """Kind and name; where the list of the marked kind is empty, the one list in which something was chosen."""
    names = {kind: request.POST.get(f"name_{kind}", "").strip() for kind in KINDS}
    kind, filled = request.POST.get("kind", "user"), [kind for kind in KINDS if names[kind]]
    if not names.get(kind) and len(filled) == 1:
        kind = filled[0]
    return kind, names.get(kind, "")


def _handed_over(request: HttpRequest, viewer: Viewer, item_id: int) -> HttpResponse:
    item = WorkItem.objects.get(pk=item_id)
    words = _("Handed over to %(name)s.") % {"name": item.assignee_name}
    if not is_htmx(request):
        return redirect("workitems:inbox")
    response = render(request, "workitems/partials/handed_over.html", {"item": item, "viewer": viewer})
    events = {"sc:work-changed": {}, "sc:toast": {"message": words, "level": "success"}}
    response["HX-Trigger"] = json.dumps(events)
    return response
