"""What surrounds a work item: where in the orchestration it stands, who did what before, the record it is about."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from people.selectors import label_of
from records.selectors import RecordSummary, display, displays, fields_of, load, visible_to
from runs.models import StageRun, StepRun
from workitems.models import WorkItem

SHOWN_FIELDS = 6
HIDDEN_FIELDS = {"Id", "Name", "OwnerId", "CreatedById", "LastModifiedById", "CreatedDate", "LastModifiedDate"}


@dataclass(frozen=True)
class StepSoFar:
    """by: who finished it, "" for the system."""

    label: str
    status: str
    by: str
    at: datetime | None
    is_this: bool


@dataclass(frozen=True)
class StageSoFar:
    label: str
    status: str
    attempt: int
    is_this: bool
    steps: list[StepSoFar] = field(default_factory=list)


@dataclass(frozen=True)
class RecordContext:
    """fields: (label, text) of the first fields that hold something; empty where the viewer may not see it."""

    summary: RecordSummary
    fields: list[tuple[str, str]] = field(default_factory=list)


def stages_so_far(item: WorkItem) -> list[StageSoFar]:
    """Every stage run of the item's run with the steps that have begun, oldest first. Three queries."""
    steps = list(StepRun.objects.filter(run_id=item.run_id).exclude(status="not_started").order_by("started_at", "id"))
    stages = StageRun.objects.filter(run_id=item.run_id).order_by("id")
    people = _finishers(item.run_id)
    this_stage = next((step.stage_id for step in steps if step.pk == item.step_id), None)
    return [
        StageSoFar(
            label=stage.label,
            status=stage.status,
            attempt=stage.attempt,
            is_this=stage.pk == this_stage,
            steps=[_step(step, people, item) for step in steps if step.stage_id == stage.pk],
        )
        for stage in stages
    ]


def _step(step: StepRun, people: dict[int, str], item: WorkItem) -> StepSoFar:
    return StepSoFar(step.label, step.status, people.get(step.pk, ""), step.ended_at, step.pk == item.step_id)


def _finishers(run_id: int) -> dict[int, str]:
    finished = WorkItem.objects.filter(run_id=run_id, ended_why="finished", ended_by__isnull=False)
    return {item.step_id: label_of(item.ended_by) for item in finished.select_related("ended_by")}


def record_of(item: WorkItem, user: Any) -> RecordContext | None:
    """The record in brief, as far as the viewer may see it; None where there is none."""
    if not item.record_id:
        return None
    summary = display(item.record_id)
    if summary is None:
        return RecordContext(
            RecordSummary(item.record_id, item.record_object, item.record_object, item.record_name, "")
        )
    if not visible_to(user, item.record_id):
        return RecordContext(RecordSummary(summary.id, summary.object, summary.object_label, summary.name, ""))
    value = load([item.record_id]).get(item.record_id)
    held = value.fields if value else {}
    rows = [
        (known, held[known.api_name])
        for known in fields_of(summary.object)
        if known.api_name not in HIDDEN_FIELDS and held.get(known.api_name) not in (None, "", [])
    ][:SHOWN_FIELDS]
    names = displays(value for known, value in rows if known.kind == "lookup")
    return RecordContext(summary, [(known.label, in_words(value, names)) for known, value in rows])


def in_words(value: Any, names: dict[str, RecordSummary]) -> str:
    """A field's value for people, in their zone and language; `names`: records that lookups point at."""
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case Decimal():
            return number_format(value.normalize() if value != value.to_integral_value() else int(value))
        case datetime():
            return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
        case date():
            return date_format(value, "DATE_FORMAT")
        case list():
            return ", ".join(in_words(one, names) for one in value)
    return names[value].name if value in names else str(value)
