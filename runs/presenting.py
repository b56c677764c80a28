"""Runs as plain JSON: the shapes that contract and pages share."""

from typing import Any

from engine.values import plain, unpack
from records import selectors as records
from runs.models import Run, StageRun, StepRun
from runs.story import Line
from web.statuses import look_of


def run_row(run: Run, shown: Any = None) -> dict[str, Any]:
    """One run in a list; `shown`: its record in one line, where there is one (records.selectors.displays)."""
    return {
        "id": run.pk,
        "number": run.pk,
        "orchestration": run.flow.api_name,
        "orchestration_label": run.flow.label,
        "version": run.version.number,
        "status": run.status,
        "status_label": str(look_of(run.status).label),
        "record": record_of(run, shown),
        "current_stage": run.current_stage,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "fault": run.fault or None,
        "stalled": run.stalled,
    }


def run_detail(run: Run) -> dict[str, Any]:
    stages = list(StageRun.objects.filter(run=run).order_by("id"))
    steps: dict[int, list[StepRun]] = {}
    for step in StepRun.objects.filter(run=run).order_by("id"):
        steps.setdefault(step.stage_id, []).append(step)
    shown = records.display(run.record_id) if run.record_id else None
    return {**run_row(run, shown), "stages": [_stage(stage, steps.get(stage.pk, [])) for stage in stages]}


def record_of(run: Run, shown: Any) -> dict[str, Any] | None:
    """The run's record; when it is gone or closed, what the run remembers of it, without an address."""
    if not run.record_id:
        return None
    if shown is None:
        return {"object": run.record_object, "id": run.record_id, "name": run.record_name, "url": ""}
    return {"object": shown.object, "id": shown.id, "name": shown.name, "url": shown.url}


def _stage(stage: StageRun, steps: list[StepRun]) -> dict[str, Any]:
    return {**_part(stage), "steps": [_step(step) for step in steps]}


def _step(step: StepRun) -> dict[str, Any]:
    outputs = {name: plain(unpack(value)) for name, value in step.outputs.items()}
    return {**_part(step), "kind": step.kind, "outputs": outputs}


def _part(part: StageRun | StepRun) -> dict[str, Any]:
    return {
        "id": part.pk,
        "api_name": part.api_name,
        "label": part.label,
        "status": part.status,
        "status_label": str(look_of(part.status).label),
        "attempt": part.attempt,
        "fault": part.fault or None,
        "skipped": part.skipped,
        "started_at": part.started_at,
        "ended_at": part.ended_at,
    }


def history_line(line: Line) -> dict[str, Any]:
    return {
        "at": line.at,
        "turn": line.turn,
        "what": line.what,
        "text": line.text,
        "who": line.who or None,
        "subject": line.subject,
        "label": line.label,
        "id": line.id,
        "why": [reason.to_json() for reason in line.reasons],
        "because": line.because or None,
        "detail": line.detail,
    }
