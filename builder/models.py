"""Flows and orchestrations as versioned documents."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Flow(models.Model):
    """A definition under one API name; its shape and behaviour are in its versions."""

    api_name = models.CharField(max_length=120, unique=True)
    label = models.CharField(max_length=255)
    description = models.TextField(blank=True)
    kind = models.CharField(max_length=16)  # engine.document.FlowKind
    active = models.ForeignKey("FlowVersion", models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.api_name


class VersionStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("Active")
    OBSOLETE = "obsolete", _("Inactive")


class FlowVersion(models.Model):
    """A saved revision. Once it was active its document never changes; runs are pinned to it by id.

    trigger_object, trigger_on: copies from the document's start, so that a record save finds its triggers by index.
    source: how it came to be: {"file", "format", "status"} for imports.
    """

    flow = models.ForeignKey(Flow, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=16, choices=VersionStatus.choices, default=VersionStatus.DRAFT)
    document = models.JSONField()
    fingerprint = models.CharField(max_length=64)  # sha256 of the canonical document
    note = models.CharField(max_length=255, blank=True)
    source = models.JSONField(default=dict, blank=True)
    trigger_object = models.CharField(max_length=80, blank=True)
    trigger_on = models.CharField(max_length=24, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    activated_at = models.DateTimeField(null=True, blank=True)
    activated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["flow", "number"], name="one_version_per_number"),
            models.UniqueConstraint(
                fields=["flow"], condition=models.Q(status="active"), name="one_active_version_per_flow"
            ),
        ]
        indexes = [models.Index(fields=["trigger_object"], condition=models.Q(status="active"), name="active_triggers")]

    def __str__(self) -> str:
        return f"{self.flow.api_name} v{self.number}"


class FlowDraft(models.Model):
    """One person's unsaved work on a flow. `etag` changes with each save; `base` is the version it began from."""

    flow = models.ForeignKey(Flow, models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    base = models.ForeignKey(FlowVersion, models.SET_NULL, null=True, blank=True, related_name="+")
    document = models.JSONField()
    etag = models.CharField(max_length=64)
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["flow", "user"], name="one_draft_per_person")]
