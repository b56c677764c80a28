"""Start an automation for existing records: choose, look at the list, start it so many a minute, watch it, stop it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from builder.models import Flow
from builder.selectors import definition_of
from records import selectors as records
from runs import access, existing
from runs.filter_rows import OPERATORS, read_rows
from runs.models import BatchStatus, ItemStatus, StartBatch
from web.access import requires
from web.errors import Refusal
from web.pages import cursor_page

PREVIEWED = 20
PER_MINUTE = 60


@require_http_methods(["GET", "POST"])
@requires(access.MANAGE)
def start_existing(request: HttpRequest) -> HttpResponse:
    """`/runs/start-existing/?object=&flow=&field=&op=&value=`: GET shows the list, POST starts it."""
    asked = request.POST if request.method == "POST" else request.GET
    obj = next((one for one in records.all_objects() if one.api_name == asked.get("object", "")), None)
    context: dict[str, Any] = {
        "objects": records.all_objects(),
        "object": obj,
        "batches": StartBatch.objects.select_related("flow", "by").order_by("-id")[:5],
    }
    if obj is None:
        return render(request, "runs/existing.html", context)
    rows = read_rows(asked, obj.api_name)
    flows = _flows(obj.api_name)
    flow = next((one for one in flows if one.api_name == asked.get("flow", "")), None)
    context |= {
        "rows": rows,
        "flows": flows,
        "flow": flow,
        "fields": records.fields_of(obj),
        "operators": OPERATORS,
        "per_minute": _number(asked.get("per_minute", "")),
        "only_fitting": (request.method == "GET" and "flow" not in asked) or asked.get("only_fitting") == "1",
        "triggered": flow is not None and bool(definition_of(flow.active_id or 0).start.trigger),
    }
    status = 200
    try:
        if request.method == "POST" and flow is not None:
            batch = existing.ask(
                flow=flow,
                obj=obj.api_name,
                conditions=rows.conditions,
                wanted=rows.in_words(obj.api_name),
                per_minute=context["per_minute"],
                only_fitting=context["only_fitting"],
                by=request.user,
            )
            messages.success(request, _("It has begun. You may leave this page; it goes on."))
            return redirect("runs:start_batch", batch.pk)
        if flow is not None:
            found = existing.matching(obj.api_name, rows.conditions, request.user)
            context |= {"found": found[:PREVIEWED], "count": len(found), "most": len(found) >= existing.MOST}
            context["minutes"] = -(-len(found) // context["per_minute"])
    except Refusal as refusal:
        context["problem"], status = refusal.detail, refusal.status
    return render(request, "runs/existing.html", context, status=status)


@require_safe
@requires(access.MANAGE)
def start_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """How far it is; the page asks again while records wait."""
    batch = get_object_or_404(StartBatch.objects.select_related("flow", "by"), pk=batch_id)
    wanted = request.GET.get("status", "")
    items = batch.items.select_related("run")
    page = cursor_page(request, items.filter(status=wanted) if wanted in ItemStatus.values else items, ("id",), 30)
    waiting = batch.items.filter(status=ItemStatus.WAITING).count()
    counts = [(value, label, batch.items.filter(status=value).count()) for value, label in ItemStatus.choices]
    context = {
        "batch": batch,
        "object": _label(batch.object),
        "page": page,
        "counts": [one for one in counts if one[2]],
        "done": batch.total - waiting,
        "live": batch.status == BatchStatus.RUNNING,
        "status": wanted,
    }
    part = request.headers.get("HX-Target") == "start-batch"
    return render(request, "runs/_start_batch.html" if part else "runs/start_batch.html", context)


@require_POST
@requires(access.MANAGE)
def start_batch_cancel(request: HttpRequest, batch_id: int) -> HttpResponse:
    existing.cancel(batch_id=batch_id, by=request.user)
    messages.success(request, _("No further run is started. Runs that began go on."))
    return redirect("runs:start_batch", batch_id)


def _flows(obj: str) -> list[Flow]:
    active = Flow.objects.filter(active__isnull=False, kind__in=("orchestration", "approval")).order_by("label")
    return [flow for flow in active if not existing.why_not_for(definition_of(flow.active_id or 0), obj)]


def _number(text: str) -> int:
    found = int(text) if text.isdecimal() and len(text) < 7 else PER_MINUTE
    return max(1, min(found, existing.MOST_PER_MINUTE))


def _label(obj: str) -> str:
    try:
        return str(records.get_object(obj).plural_label)
    except (Refusal, ObjectDoesNotExist):
        return obj
