"""People: profiles, groups (which may hold groups) and queues. Users themselves are settings.AUTH_USER_MODEL."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Profile(models.Model):
    """What Stagecraft knows of a user besides the host project's own fields."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile")
    manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    delegate = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=16, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    theme = models.CharField(max_length=8, blank=True)  # "", "light", "dark"
    custom_values = models.JSONField(default=dict, blank=True)  # custom fields of the User object
    version = models.PositiveIntegerField(default=1)  # of the user as a record

    def __str__(self) -> str:
        return str(self.user)


class Group(models.Model):
    """A public group: users and other groups."""

    api_name = models.CharField(max_length=80, unique=True)
    label = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    users = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="stagecraft_groups")
    groups = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="parents")

    class Meta:
        verbose_name = _("group")

    def __str__(self) -> str:
        return self.label


class Queue(models.Model):
    """A queue: its members are users and groups."""

    api_name = models.CharField(max_length=80, unique=True)
    label = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    email = models.EmailField(blank=True)
    users = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="stagecraft_queues")
    groups = models.ManyToManyField(Group, blank=True, related_name="queues")

    class Meta:
        verbose_name = _("queue")

    def __str__(self) -> str:
        return self.label


class Permission(models.Model):
    """Holds no rows: it declares the permissions that roles and host projects grant like any Django permission."""

    class Meta:
        managed = False
        default_permissions = ()
        permissions = [
            ("manage_flows", _("Can open, edit, create and activate automations")),
            ("view_all_data", _("Can see all records and runs")),
            ("run_flows", _("Can do work items and start automations")),
            ("manage_runs", _("Can suspend, resume, cancel, retry and debug runs")),
            ("reassign_work_items", _("Can reassign work items")),
            ("customize_application", _("Can set up objects, people, queues and mail")),
            ("edit_records", _("Can create, edit and delete records")),
        ]
