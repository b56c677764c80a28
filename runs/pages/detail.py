"""One run: where it stands, what happened and why, and the way out of an error."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from engine.values import plain, unpack
from records import selectors as records
from runs import access, ports, selectors
from runs.ids import row_id
from runs.models import OutboxRow, Run, RunStatus, StageRun, StepRun
from runs.pages.acts import Act, of_run, of_stage, of_step
from runs.pages.pending import Pending, pending_of
from runs.ports import Waiting
from runs.story import Line, lines_of
from web.access import signed_in

HISTORY_TURNS = 200  # newest turns on the page; the API pages through all


@dataclass
class StepShown:
    step: StepRun
    outputs: list[tuple[str, Any]]
    waiting: list[Waiting] = field(default_factory=list)
    queued: OutboxRow | None = None
    waits: list[Pending] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)


@dataclass
class StageShown:
    stage: StageRun
    steps: list[StepShown]
    waits: list[Pending] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)


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
    return render(request, "runs/_live.html", _context(request, run))


def _context(request: HttpRequest, run: Run) -> dict[str, Any]:
    turns = list(selectors.turns_of(run).order_by("-id")[: HISTORY_TURNS + 1])
    lines: list[Line] = lines_of(run, reversed(turns[:HISTORY_TURNS]))
    stages = _stages(run)
    waits = pending_of(run)
    may_manage = request.user.has_perm(access.MANAGE)
    _tell(run, stages, waits, may_manage)
    return {
        "run": run,
        "stages": stages,
        "waiting": [waiting for stage in stages for step in stage.steps for waiting in step.waiting],
        "queued": OutboxRow.objects.filter(run=run, kind="start").first(),
        "lines": lines,
        "more_history": len(turns) > HISTORY_TURNS,
        "record": records.display(run.record_id) if run.record_id else None,
        "live": run.status == RunStatus.IN_PROGRESS,
        "may_manage": may_manage,
        "acts": of_run(run) if may_manage else [],
        "unmet": waits,
        "failed": next((s.step for stage in reversed(stages) for s in stage.steps if s.step.status == "error"), None),
    }


def _tell(run: Run, stages: list[StageShown], waits: list[Pending], may_manage: bool) -> None:
    """Beside each part what it waits for, and what may be done with it."""
    for number, shown in enumerate(stages, 1):
        is_last = number == len(stages)
        shown.waits = [wait for wait in waits if wait.row == shown.stage.pk]
        shown.acts = of_stage(run, shown.stage, is_last=is_last) if may_manage else []
        for item in shown.steps:
            item.waits = [wait for wait in waits if wait.row == item.step.pk]
            item.acts = of_step(run, shown.stage, item.step) if may_manage and is_last else []


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
