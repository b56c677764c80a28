"""What may be done with a run and its parts as they stand: the entries of their menus. The services decide."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from runs.models import Run, RunStatus, StageRun, StepRun

LIVE = (RunStatus.IN_PROGRESS, RunStatus.SUSPENDED, RunStatus.ERROR)
MENDABLE = (RunStatus.IN_PROGRESS, RunStatus.ERROR)


@dataclass(frozen=True)
class Act:
    label: str
    icon: str
    url: str
    danger: bool = False


def of_run(run: Run) -> list[Act]:
    found = []
    if run.status == RunStatus.ERROR:
        found.append(Act(_("Retry where it failed"), "arrow-clockwise", _url(run, "retry")))
    if run.status == RunStatus.IN_PROGRESS and run.state:
        found.append(Act(_("Suspend run"), "pause-circle", _url(run, "suspend")))
    if run.status == RunStatus.SUSPENDED:
        found.append(Act(_("Resume run"), "play-circle", _url(run, "resume")))
    if run.status in MENDABLE and run.state:
        again = {"from": "start"}
        found.append(Act(_("Retry from the start"), "arrow-counterclockwise", _url(run, "retry", **again)))
    if run.status in LIVE:
        found.append(Act(_("Cancel run"), "x-circle", _url(run, "cancel"), danger=True))
    return found


def of_stage(run: Run, stage: StageRun, *, is_last: bool) -> list[Act]:
    if run.status not in MENDABLE:
        return []
    found = [Act(_("Retry this stage"), "arrow-clockwise", _url(run, "retry", stage=stage.pk))]
    failed = run.status == RunStatus.ERROR and stage.status == "error"
    if is_last and (stage.status == "in_progress" or failed):
        found.append(
            Act(_("Skip the rest of this stage"), "skip-forward", _url(run, "skip", stage=stage.pk), danger=True)
        )
    return found


def of_step(run: Run, stage: StageRun, step: StepRun) -> list[Act]:
    """Steps of the open stage, or of the one that failed."""
    wanted = {RunStatus.IN_PROGRESS: "in_progress", RunStatus.ERROR: "error"}.get(RunStatus(run.status))
    if wanted is None or stage.status != wanted:
        return []
    words = {"not_started": _("Start this step now"), "completed": _("Run this step again")}
    label = words.get(step.status, _("Retry this step"))
    found = [Act(label, "arrow-clockwise", _url(run, "retry", step=step.pk))]
    skippable = ("error",) if run.status == RunStatus.ERROR else ("in_progress", "not_started")
    if step.status in skippable:
        found.append(Act(_("Skip this step"), "skip-forward", _url(run, "skip", step=step.pk), danger=True))
    return found


def _url(run: Run, act: str, **query: str | int) -> str:
    url = reverse(f"runs:{act}", args=[run.pk])
    return f"{url}?{urlencode(query)}" if query else url
