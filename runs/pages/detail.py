"""One run: where it stands, what happened and why, and the way out of an error."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engine.values import plain, unpack
from records import selectors as records
from runs import access, ports, selectors, services
from runs.ids import row_id
from runs.models import OutboxRow, Run, RunStatus, StageRun, StepRun
from runs.ports import Waiting
from runs.story import Line, lines_of
from web.access import requires, signed_in
from web.errors import Refusal

HISTORY_TURNS = 200  # newest turns on the page; the API pages through all


@dataclass
class StepShown:
    step: StepRun
    outputs: list[tuple[str, Any]]
    waiting: list[Waiting] = field(default_factory=list)
    queued: OutboxRow | None = None


@dataclass
class StageShown:
    stage: StageRun
    steps: list[StepShown]


@signed_in
def run_detail(request: HttpRequest, run_id: int) -> HttpResponse:
    run = access.get_visible(request.user, run_id)
    return render(request, "runs/detail.html", _context(request, run))


@signed_in
def run_live(request: HttpRequest, run_id: int) -> HttpResponse:
    """The part of the page that changes; 204 while nothing has, so that nobody's reading is disturbed."""
    run = access.get_visible(request.user, run_id)
    if request.GET.get("turns") == str(run.turns_count):
        return HttpResponse(status=204)
    return render(request, "runs/_run.html", _context(request, run))


@require_POST
@requires(access.MANAGE)
def run_cancel(request: HttpRequest, run_id: int) -> HttpResponse:
    services.cancel_run(run_id=run_id, by=request.user, reason=request.POST.get("reason", "").strip()[:2000])
    messages.success(request, _("The run was canceled."))
    return redirect("runs:detail", run_id)


@require_POST
@requires(access.MANAGE)
def run_retry(request: HttpRequest, run_id: int) -> HttpResponse:
    """Retry the failed step; a refusal comes back as a message on the page it was asked from."""
    name = request.POST.get("assignee_name", "").strip()
    assignee = (request.POST.get("assignee_kind", "user"), name) if name else None
    try:
        services.retry_run(
            run_id=run_id, by=request.user, assignee=assignee, reason=request.POST.get("reason", "").strip()[:2000]
        )
        messages.success(request, _("The failed step was started again."))
    except Refusal as refusal:
        messages.error(request, refusal.detail)
    return redirect("runs:detail", run_id)


def _context(request: HttpRequest, run: Run) -> dict[str, Any]:
    turns = list(selectors.turns_of(run).order_by("-id")[: HISTORY_TURNS + 1])
    lines: list[Line] = lines_of(run, reversed(turns[:HISTORY_TURNS]))
    stages = _stages(run)
    return {
        "run": run,
        "stages": stages,
        "waiting": [waiting for stage in stages for step in stage.steps for waiting in step.waiting],
        "queued": OutboxRow.objects.filter(run=run, kind="start").first(),
        "lines": lines,
        "more_history": len(turns) > HISTORY_TURNS,
        "record": records.display(run.record_id) if run.record_id else None,
        "live": run.status == RunStatus.IN_PROGRESS,
        "may_manage": request.user.has_perm(access.MANAGE),
        "may_cancel": run.status in (RunStatus.IN_PROGRESS, RunStatus.SUSPENDED, RunStatus.ERROR),
        "failed": next((s.step for stage in reversed(stages) for s in stage.steps if s.step.status == "error"), None),
    }


def _stages(run: Run) -> list[StageShown]:
    waiting: dict[int, list[Waiting]] = {}
    queued: dict[int, OutboxRow] = {}
    if run.status == RunStatus.IN_PROGRESS:
        for item in ports.work_items().waiting(run.pk):
            waiting.setdefault(item.step_id, []).append(item)
        for row in OutboxRow.objects.filter(run=run, kind="run_flow"):
            queued[row_id(run.pk, row.payload["step"])] = row
    steps: dict[int, list[StepShown]] = {}
    for step in StepRun.objects.filter(run=run).order_by("id"):
        outputs = [(name, plain(unpack(value))) for name, value in step.outputs.items()]
        shown = StepShown(step, outputs, waiting.get(step.pk, []), queued.get(step.pk))
        steps.setdefault(step.stage_id, []).append(shown)
    return [StageShown(stage, steps.get(stage.pk, [])) for stage in StageRun.objects.filter(run=run).order_by("id")]
