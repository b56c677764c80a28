"""Work items: what a person is asked to do."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from builder.models import FlowVersion
from runs.models import Run, StepRun

NO_DUE = datetime(9999, 12, 31, tzinfo=UTC)  # sorts after every date there is


def claims_lapse_before() -> datetime | None:
    """Claims made before this moment keep nobody out any more; None where claims never lapse."""
    hours: int = settings.CLAIM_HOURS
    return timezone.now() - timedelta(hours=hours) if hours else None


class WorkItemStatus(models.TextChoices):
    ASSIGNED = "assigned", _("Assigned")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class WorkItem(models.Model):
    """One assignment of one step run. `assignee_key` is "user:12", "group:3" or "queue:4": the inbox looks by it.

    labels and record_name are copies, so that an inbox page needs no joins and old items read as they did.
    due_order is due_at, or a date after all others where there is none: both databases sort it alike, by one index.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="work_items")
    step = models.ForeignKey(StepRun, models.CASCADE, related_name="work_items", db_constraint=False, db_index=False)
    kind = models.CharField(max_length=16)  # interactive, approval
    label = models.CharField(max_length=255)
    description = models.TextField(blank=True)
    orchestration_label = models.CharField(max_length=255)
    stage_label = models.CharField(max_length=255, blank=True)
    flow_version = models.ForeignKey(FlowVersion, models.PROTECT, null=True, related_name="+", db_index=False)
    inputs = models.JSONField(default=dict)  # packed values
    status = models.CharField(max_length=16, choices=WorkItemStatus.choices, default=WorkItemStatus.ASSIGNED)
    assignee_key = models.CharField(max_length=32)
    assignee_name = models.CharField(max_length=255)  # as shown: a person's full name, a group's or queue's label
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    record_object = models.CharField(max_length=80, blank=True)
    record_id = models.CharField(max_length=40, blank=True)
    record_name = models.CharField(max_length=255, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    due_order = models.DateTimeField(default=NO_DUE)
    created_at = models.DateTimeField()
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    ended_why = models.CharField(
        max_length=32, blank=True
    )  # "finished", "stage_ended", "run_canceled", "run_failed", "run_moved", "reassigned", "other_won"

    class Meta:
        indexes = [
            models.Index(fields=["assignee_key", "due_order", "id"], condition=Q(status="assigned"), name="inbox_open"),
            models.Index(fields=["due_order", "id"], condition=Q(status="assigned"), name="items_of_all"),
            models.Index(fields=["record_id"], condition=Q(status="assigned"), name="open_items_of_record"),
            models.Index(fields=["step"], name="items_of_step"),
            models.Index(fields=["assigned_at"], condition=Q(status="assigned"), name="items_new"),
            models.Index(
                fields=["claimed_by", "due_order", "id"],
                condition=Q(status="assigned", claimed_by__isnull=False),
                name="items_claimed",
            ),
            models.Index(fields=["ended_by", "-ended_at", "-id"], condition=Q(ended_why="finished"), name="items_done"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        return self.status == WorkItemStatus.ASSIGNED

    @property
    def assignee_kind(self) -> str:
        """One of user, group, queue."""
        return self.assignee_key.partition(":")[0]

    @property
    def held_by_id(self) -> int | None:
        """Whose the item is to answer: who claimed it, unless that claim has lapsed."""
        return None if self.claim_has_lapsed else self.claimed_by_id

    @property
    def claim_has_lapsed(self) -> bool:
        before = claims_lapse_before()
        return self.claimed_at is not None and before is not None and self.claimed_at < before

    @property
    def stamp(self) -> str:
        """Changes whenever somebody ends, hands over or claims the item."""
        return f"{self.status}.{self.assignee_key}.{self.claimed_by_id or 0}"
