"""Moving live runs to another version: choose, look at what would happen, confirm, follow, take back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from builder.models import FlowVersion
from builder.selectors import get_flow, versions_of
from engine.document.stages import Stage
from records import selectors as records
from runs import access
from runs.models import MoveBatch, MoveStatus, RunStatus
from runs.moving import asking, presenting, services
from runs.moving.asking import LIVE, Ask, Summary
from runs.parts import parts_of
from web.access import requires
from web.errors import Refusal
from web.pages import cursor_page

BECOMES, INPUT, LEAVE_OUT = "becomes.", "input.", "-"
SHOWN_BATCHES = 20


@requires(access.MANAGE)
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, api_name: str) -> HttpResponse:
    """GET is the dry run of what the form says; POST moves."""
    given = request.POST if request.method == "POST" else request.GET
    flow = get_flow(api_name)
    refused = ""
    try:
        ask = _ask(api_name, given)
    except Refusal as refusal:
        refused, ask = refusal.detail, asking.ask_of(api_name, to=None)
    if request.method == "POST" and not refused:
        try:
            batch = services.begin(ask=ask, by=request.user, reason=given.get("reason", "").strip()[:2000])
        except Refusal as refusal:
            refused = refusal.detail
        else:
            return redirect("runs:move_batch", batch.pk)
    context = _context(request, ask, given) | {"flow": flow, "refused": refused}
    return render(request, "runs/move.html", context, status=409 if refused and request.method == "POST" else 200)


@requires(access.MANAGE)
@require_safe
def move_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One batch: progress, what became of each run, the way back."""
    batch = presenting.batch_of(batch_id)
    context = _progress(batch) | {"batch": batch, "status": request.GET.get("status", "")}
    found = presenting.moves_of(batch, context["status"])
    context["page"] = cursor_page(request, found, ordering=("id",))
    live = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"
    return render(request, "runs/_move_batch.html" if live else "runs/move_batch.html", context)


@require_POST
@requires(access.MANAGE)
def move_undo(request: HttpRequest, batch_id: int) -> HttpResponse:
    return _steered(request, batch_id, services.undo, _("The runs go back to the version they came from."))


@require_POST
@requires(access.MANAGE)
def move_stop(request: HttpRequest, batch_id: int) -> HttpResponse:
    return _steered(request, batch_id, services.stop, _("No further run is moved."))


def _steered(request: HttpRequest, batch_id: int, act: Any, said: str) -> HttpResponse:
    try:
        act(batch_id=batch_id, by=request.user)
        messages.success(request, said)
    except Refusal as refusal:
        messages.error(request, refusal.detail)
    return redirect("runs:move_batch", batch_id)


def _ask(api_name: str, given: QueryDict) -> Ask:
    """raises: NotFound, Invalid, BadInput"""
    becomes = {name.removeprefix(BECOMES): value for name, value in given.items() if name.startswith(BECOMES)}
    inputs = {name.removeprefix(INPUT): value for name, value in given.items() if name.startswith(INPUT)}
    runs = tuple(int(value) for value in given.getlist("run") if value.isdecimal() and len(value) < 16)
    return asking.ask_of(
        api_name,
        to=_number(given.get("to", "")),
        start=_number(given.get("from", "")),
        filters={name: given.get(name, "").strip() for name in asking.FILTERS},
        runs=runs,
        elements={str(name): "" if value == LEAVE_OUT else str(value) for name, value in becomes.items() if value},
        inputs={name: value for name, value in inputs.items() if value},
    )


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _context(request: HttpRequest, ask: Ask, given: QueryDict) -> dict[str, Any]:
    summary = asking.summary_of(ask, request.user)
    page = cursor_page(request, asking.runs_of(ask, request.user), ordering=("id",), size=25)
    judged = [asking.judged(ask, run) for run in page.rows]
    shown = records.displays(one.run.record_id for one in judged)
    for one in judged:
        one.run.shown_record = shown.get(one.run.record_id)  # type: ignore[attr-defined]  # annotated
        stages = parts_of(one.run.version_id).stages
        stage = stages.get(one.run.current_stage)
        one.run.stage_label = stage.label if stage else ""  # type: ignore[attr-defined]  # annotated
    used = asking.versions_in_use(ask.flow)
    return {
        "ask": ask,
        "summary": summary,
        "choices": _choices(ask, summary),
        "chosen": [(name, value) for name, value in given.items() if value and name.startswith((BECOMES, INPUT))],
        "page": page,
        "judged": judged,
        "versions": versions_of(ask.flow)[:100],
        "used": [(number, count) for number, count in used.items() if number != ask.to.number],
        "statuses": [(value, label) for value, label in RunStatus.choices if value in LIVE],
        "stages": _stages(ask),
        "batches": presenting.batches_of(ask.flow.pk)[:SHOWN_BATCHES],
    }


def _choices(ask: Ask, summary: Summary) -> list[dict[str, Any]]:
    """One question for each element that must become another, and those answered already."""
    rows = []
    named = _labels(ask)
    for one in summary.open.values():
        finding = one.finding
        field = f"{INPUT if finding.what == 'input' else BECOMES}{finding.subject}"
        options = [(name, named.get(name, name)) for name in finding.options]
        rows.append({"field": field, "finding": finding, "runs": one.runs, "options": options, "value": ""})
    answered = {row["field"] for row in rows}
    for old, new in ask.choices.elements.items():
        if f"{BECOMES}{old}" not in answered:
            options = [(new, named.get(new, new))] if new else []
            made = {"message": "", "label": _old_labels(ask).get(old, old), "may_leave_out": not new, "what": ""}
            rows.append({"field": f"{BECOMES}{old}", "finding": made, "options": options, "value": new or LEAVE_OUT})
    return rows


def _labels(ask: Ask) -> dict[str, str]:
    parts = parts_of(ask.to.pk)
    found = {element.name: element.label or element.name for element in parts.defn.elements}
    return found | {step.name: step.label or step.name for step in parts.steps.values()}


def _old_labels(ask: Ask) -> dict[str, str]:
    found: dict[str, str] = {}
    for version_id in FlowVersion.objects.filter(flow=ask.flow).order_by("number").values_list("pk", flat=True)[:100]:
        parts = parts_of(version_id)
        found |= {stage.name: stage.label or stage.name for stage in parts.stages.values()}
        found |= {step.name: step.label or step.name for step in parts.steps.values()}
    return found


def _stages(ask: Ask) -> list[tuple[str, str]]:
    """Stages that live runs may stand in: those of the version they come from."""
    numbers = [ask.start.number] if ask.start else list(asking.versions_in_use(ask.flow))
    found: dict[str, str] = {}
    for version in FlowVersion.objects.filter(flow=ask.flow, number__in=numbers).values_list("pk", flat=True):
        defn = parts_of(version).defn
        found |= {e.name: e.label or e.name for e in defn.elements if isinstance(e, Stage)}
    return sorted(found.items(), key=lambda pair: pair[1].casefold())


def _progress(batch: MoveBatch) -> dict[str, Any]:
    counts = presenting.counts_of(batch)
    total = sum(counts.values())
    waiting = counts[MoveStatus.WAITING] + counts[MoveStatus.UNDOING]
    return {
        "counts": [(status, label, counts[status]) for status, label in MoveStatus.choices if counts[status]],
        "total": total,
        "done": total - waiting,
        "live": waiting > 0,
        "may_stop": counts[MoveStatus.WAITING] > 0,
        "may_undo": counts[MoveStatus.MOVED] > 0,
        "moved": counts[MoveStatus.MOVED],
    }
