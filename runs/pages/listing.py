"""The list of runs, its counts, and the panels other pages load."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from builder.models import Flow
from builder.selectors import definition_of
from engine.document import FlowKind
from records import selectors as records
from runs import access, selectors
from runs.models import Run, RunStatus, TriggerFault
from web.access import signed_in
from web.pages import CursorPage, cursor_page

FILTERS = ("status", "stalled", "orchestration", "record", "q")
SHOWN_FAULTS = 5


@signed_in
def run_list(request: HttpRequest) -> HttpResponse:
    """`/runs/`: everything that ran, newest first. htmx asks for the table only."""
    wanted = {name: request.GET.get(name, "").strip() for name in FILTERS}
    page = cursor_page(request, selectors.runs_for(request.user, wanted))
    context = {"page": with_records(page), "wanted": wanted, "filtered": any(wanted.values())}
    context["may_manage"] = request.user.has_perm(access.MANAGE)
    context["only_own"] = not access.sees_all_runs(request.user)
    if request.headers.get("HX-Target") == "runs-table":
        return render(request, "runs/_table.html", context)
    kinds = [FlowKind.ORCHESTRATION.value, FlowKind.APPROVAL.value]
    context |= {
        "statuses": RunStatus.choices,
        "orchestrations": Flow.objects.filter(kind__in=kinds).order_by("label").values_list("api_name", "label"),
        "faults": _faults(request),
        "stalled": 0 if wanted["stalled"] else access.visible_runs(request.user).filter(stalled=True).count(),
        "record": records.display(wanted["record"]) if wanted["record"] else None,
    }
    return render(request, "runs/list.html", context)


@signed_in
def run_counts(request: HttpRequest) -> HttpResponse:
    """Runs by status, loaded after the list: counting never delays it."""
    counts = selectors.counts(request.user)
    rows = [{"status": status, "label": label, "count": counts[status]} for status, label in RunStatus.choices]
    return render(request, "runs/_counts.html", {"rows": rows, "wanted": {"status": request.GET.get("status", "")}})


@signed_in
def home_panel(request: HttpRequest) -> HttpResponse:
    """Runs that need repair, for the home page."""
    runs = selectors.runs_for(request.user, {"status": RunStatus.ERROR.value})[:8]
    return render(request, "runs/_home_panel.html", {"runs": list(runs)})


@signed_in
def record_panel(request: HttpRequest) -> HttpResponse:
    """Runs of one record, for its page; who sees the record sees what runs on it."""
    record_id = request.GET.get("record", "")
    runs: list[Run] = []
    if record_id and records.visible_to(request.user, record_id):
        runs = list(
            Run.objects.filter(record_id=record_id)
            .select_related("flow", "version")
            .defer("state", "version__document")
            .order_by("-id")[:20]
        )
    may_open = access.sees_all_runs(request.user) or request.user.has_perm(access.START)
    return render(request, "runs/_record_panel.html", {"runs": runs, "may_open": may_open, "record_id": record_id})


def with_records(page: CursorPage) -> CursorPage:
    """Each run with its record in one line, as it is called today, and the label of its open stage."""
    shown = records.displays(run.record_id for run in page.rows)
    for run in page.rows:
        run.shown_record = shown.get(run.record_id)
        run.stage_label = _stage_label(run)
    return page


def _stage_label(run: Run) -> str:
    """What the open stage is called; definitions of versions are cached."""
    if not run.current_stage:
        return ""
    stages = {element.name: element.label for element in definition_of(run.version_id).elements}
    return stages.get(run.current_stage) or run.current_stage


def _faults(request: HttpRequest) -> list[TriggerFault]:
    """Start conditions that failed lately: the saves went through, the runs were never started."""
    if not access.sees_all_runs(request.user):
        return []
    return list(TriggerFault.objects.select_related("flow").order_by("-at")[:SHOWN_FAULTS])
