"""Rows of starts by hand: buttons on records, and starts for many existing records."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from builder.models import Flow
from people.models import Group


class StartButton(models.Model):
    """A button on the records of an object that starts an orchestration.

    inputs: input variable -> {"from": "record"} (its id), {"from": "field", "value": API name}
            or {"from": "text", "value": ...}
    groups: whose members may use it; empty: everybody who may start automations
    """

    object = models.CharField(_("object"), max_length=80)
    label = models.CharField(_("label"), max_length=80)
    flow = models.ForeignKey(Flow, models.CASCADE, related_name="buttons", verbose_name=_("automation"))
    inputs = models.JSONField(default=dict, blank=True)
    groups = models.ManyToManyField(Group, blank=True, related_name="+", verbose_name=_("who may"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object", "label"], name="one_button_per_object_and_label")]

    def __str__(self) -> str:
        return self.label


class BatchStatus(models.TextChoices):
    RUNNING = "running", _("Running")
    COMPLETED = "completed", _("Completed")
    CANCELED = "canceled", _("Canceled")


class StartBatch(models.Model):
    """Somebody starts an orchestration for existing records, so many a minute. What became of each is in its StartItem.

    wanted: the filter in words, for people; only_fitting: of record-triggered ones, those that meet the start condition
    """

    flow = models.ForeignKey(Flow, models.CASCADE, related_name="start_batches")
    object = models.CharField(max_length=80)
    wanted = models.CharField(max_length=500, blank=True)
    per_minute = models.PositiveIntegerField()
    only_fitting = models.BooleanField(default=True)
    status = models.CharField(max_length=16, choices=BatchStatus.choices, default=BatchStatus.RUNNING)
    total = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="start_batches_due", condition=models.Q(status="running"))]

    def __str__(self) -> str:
        return f"{self.flow_id} for {self.total} {self.object}"


class ItemStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    STARTED = "started", _("Started")
    SKIPPED = "skipped", _("Not started")
    REFUSED = "refused", _("Refused")
    STOPPED = "stopped", _("Stopped")


class StartItem(models.Model):
    """One record of a batch. message: why nothing was started for it."""

    batch = models.ForeignKey(StartBatch, models.CASCADE, related_name="items", db_index=False)
    record_id = models.CharField(max_length=40)
    record_name = models.CharField(max_length=255, blank=True)
    status = models.CharField(max_length=16, choices=ItemStatus.choices, default=ItemStatus.WAITING)
    run = models.ForeignKey("stagecraft_runs.Run", models.SET_NULL, null=True, related_name="+", db_index=False)
    message = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "record_id"], name="one_start_per_batch_and_record")]
        indexes = [models.Index(fields=["batch", "status", "id"], name="start_items_by_status")]
