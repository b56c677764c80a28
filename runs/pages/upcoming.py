"""What comes by itself: schedules and paths that are due later, deadlines and flows that wait."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from builder.models import Flow
from builder.selectors import definition_of
from records import selectors as records
from runs import access, timers
from runs.flow_runs import NEVER
from runs.ids import row_id
from runs.models import Occasion, OutboxRow, StepRun
from runs.occasions import schedule, steer
from runs.performing.run_flow import RESUME
from web.access import requires
from web.errors import Refusal
from web.pages import cursor_page


@requires(access.MANAGE)
def upcoming(request: HttpRequest) -> HttpResponse:
    """Two lists, the soonest first: starts, and waits of runs under way."""
    wanted = request.GET.get("automation", "").strip()
    starts = cursor_page(request, _starts(wanted), ordering=("due_at",), size=25)
    waits = cursor_page(request, _waits(wanted), ordering=("due_at",), size=25, parameter="waits")
    _tell_starts(starts.rows)
    _tell_waits(waits.rows)
    context = {
        "starts": starts,
        "waits": waits,
        "wanted": wanted,
        "automations": Flow.objects.filter(active__isnull=False).order_by("label").values_list("api_name", "label"),
    }
    return render(request, "runs/upcoming.html", context)


@require_http_methods(["GET", "POST"])
@requires(access.MANAGE)
def upcoming_drop(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """GET asks, POST drops."""
    if request.method == "POST":
        return _done(request, steer.drop, _("It was left out."), occasion_id=occasion_id)
    row = get_object_or_404(Occasion.objects.select_related("flow"), pk=occasion_id)
    _tell_starts([row])
    return render(request, "runs/upcoming_drop.html", {"row": row, "is_schedule": row.kind == schedule.KIND})


@require_POST
@requires(access.MANAGE)
def upcoming_now(request: HttpRequest, occasion_id: int) -> HttpResponse:
    return _done(request, steer.now, _("It starts within a few seconds."), occasion_id=occasion_id)


@require_POST
@requires(access.MANAGE)
def wait_now(request: HttpRequest, row_pk: int) -> HttpResponse:
    return _done(request, steer.send_on, _("The flow goes on within a few seconds."), row_pk=row_pk)


def _done(request: HttpRequest, act: Any, said: str, **what: int) -> HttpResponse:
    """A refusal comes back as a message on the list."""
    try:
        act(by=request.user, **what)
        messages.success(request, said)
    except Refusal as refusal:
        messages.error(request, refusal.detail)
    return redirect("runs:upcoming")


def _starts(wanted: str) -> QuerySet[Occasion]:
    rows = Occasion.objects.select_related("flow")
    return rows.filter(flow__api_name=wanted) if wanted else rows


def _waits(wanted: str) -> QuerySet[OutboxRow]:
    rows = OutboxRow.objects.filter(kind__in=[timers.KIND, RESUME]).select_related("run__flow").defer("run__state")
    return rows.filter(run__flow__api_name=wanted) if wanted else rows


def _tell_starts(rows: list[Any]) -> None:
    shown = records.displays(row.record_id for row in rows if row.record_id)
    for row in rows:
        row.shown_record = shown.get(row.record_id)
        row.what = _what(row)
        row.waits_for_event = row.due_at >= NEVER


def _what(row: Occasion) -> str:
    if row.kind == "batch":
        return _("%(count)s records of its schedule") % {"count": len(row.payload.get("ids", ()))}
    if row.kind == "resume":
        return _("goes on after a wait")
    if row.kind != "path":
        return _("starts by its schedule")
    paths = {path.name: path.label for path in definition_of(row.version_id).start.paths}
    return _("runs the path “%(path)s”") % {"path": paths.get(row.path) or row.path}


def _tell_waits(rows: list[Any]) -> None:
    keys = {row.pk: row_id(row.run_id, _step(row)) for row in rows}
    labels = dict(StepRun.objects.filter(pk__in=keys.values()).values_list("pk", "label"))
    for row in rows:
        row.step_label = labels.get(keys[row.pk], "")
        row.is_flow = row.kind == RESUME
        row.waits_for_event = row.due_at >= NEVER


def _step(row: OutboxRow) -> int:
    return int(row.payload["step"] if row.kind == RESUME else row.payload["timer"].partition(":")[0])
