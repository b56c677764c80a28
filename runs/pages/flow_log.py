"""What flows did that records and events started: for whoever watches runs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from records import selectors as records
from runs import access
from runs.models import FlowLog
from web.access import signed_in
from web.errors import NotAllowed
from web.pages import cursor_page


@signed_in
@require_GET
def flow_log(request: HttpRequest) -> HttpResponse:
    """`/runs/flow-log/`: newest first. ?status=faulted"""
    if not access.sees_all_runs(request.user):
        raise NotAllowed(act=_("see what flows did"))
    status = request.GET.get("status", "")
    rows = FlowLog.objects.select_related("flow", "version").defer("version__document", "trace")
    page = cursor_page(request, rows.filter(status=status) if status in ("faulted", "finished") else rows, ("-pk",))
    shown = records.displays(row.record_id for row in page.rows)
    lines = [(row, shown.get(row.record_id)) for row in page.rows]
    return render(request, "runs/flow_log.html", {"page": page, "lines": lines, "status": status})
