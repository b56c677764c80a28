"""What flows did that records and events started: for whoever watches runs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from builder.selectors import definition_of
from records import selectors as records
from runs import access
from runs.models import FlowLog
from runs.story.elements import elements_of, trace_kept
from runs.story.reasons import words_for
from web.access import signed_in
from web.errors import NotAllowed, NotFound
from web.pages import cursor_page


@signed_in
@require_GET
def flow_log(request: HttpRequest) -> HttpResponse:
    """`/runs/flow-log/`: newest first. ?status=faulted"""
    _require(request)
    status = request.GET.get("status", "")
    rows = FlowLog.objects.select_related("flow", "version").defer("version__document", "trace")
    page = cursor_page(request, rows.filter(status=status) if status in ("faulted", "finished") else rows, ("-pk",))
    shown = records.displays(row.record_id for row in page.rows)
    lines = [(row, shown.get(row.record_id)) for row in page.rows]
    return render(request, "runs/flow_log.html", {"page": page, "lines": lines, "status": status})


@signed_in
@require_GET
def flow_log_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """`/runs/flow-log/<id>/`: the elements one of them went through, and why its decisions went as they did."""
    _require(request)
    row = FlowLog.objects.select_related("flow", "version").defer("version__document").filter(pk=pk).first()
    if row is None:
        raise NotFound(what="flow log entry", name=str(pk))
    elements = elements_of(trace_kept(row.trace), words_for(definition_of(row.version_id)))
    record = records.display(row.record_id) if row.record_id else None
    return render(request, "runs/flow_log_entry.html", {"row": row, "elements": elements, "record": record})


def _require(request: HttpRequest) -> None:
    """raises NotAllowed"""
    if not access.sees_all_runs(request.user):
        raise NotAllowed(act=_("see what flows did"))
