"""Work items: what a person is asked to do."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from builder.models import FlowVersion
from runs.models import Run, StepRun


class WorkItemStatus(models.TextChoices):
    ASSIGNED = "assigned", _("Assigned")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class WorkItem(models.Model):
    """One assignment of one step run. `assignee_key` is "user:12", "group:3" or "queue:4": the inbox looks by it.

    labels and record_name are copies, so that an inbox page needs no joins and old items read as they did.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="work_items")
    step = models.ForeignKey(StepRun, models.CASCADE, related_name="work_items", db_constraint=False)
    kind = models.CharField(max_length=16)  # interactive, approval
    label = models.CharField(max_length=255)
    description = models.TextField(blank=True)
    orchestration_label = models.CharField(max_length=255)
    stage_label = models.CharField(max_length=255, blank=True)
    flow_version = models.ForeignKey(FlowVersion, models.PROTECT, null=True, related_name="+")
    inputs = models.JSONField(default=dict)  # packed values
    status = models.CharField(max_length=16, choices=WorkItemStatus.choices, default=WorkItemStatus.ASSIGNED)
    assignee_key = models.CharField(max_length=32)
    assignee_name = models.CharField(max_length=255)  # as shown: a person's full name, a group's or queue's label
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    record_object = models.CharField(max_length=80, blank=True)
    record_id = models.CharField(max_length=40, blank=True)
    record_name = models.CharField(max_length=255, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_why = models.CharField(
        max_length=32, blank=True
    )  # "finished", "stage_ended", "run_canceled", "run_failed", "other_won"

    class Meta:
        indexes = [
            models.Index(
                fields=["assignee_key", "due_at", "id"], condition=models.Q(status="assigned"), name="inbox_open"
            ),
            models.Index(fields=["record_id"], condition=models.Q(status="assigned"), name="open_items_of_record"),
            models.Index(fields=["step"], name="items_of_step"),
        ]

    def __str__(self) -> str:
        return self.label
