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


class Organization(models.Model):
    """What definitions read as $Organization: one row, whose key is 1."""

    name = models.CharField(_("name"), max_length=255, blank=True)
    division = models.CharField(_("division"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    street = models.CharField(_("street"), max_length=255, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    state = models.CharField(_("state or province"), max_length=80, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=80, blank=True)

    def __str__(self) -> str:
        return self.name


class Label(models.Model):
    """A text that definitions read as $Label.<api_name>. translations: language code -> text."""

    api_name = models.CharField(_("API name"), max_length=80, unique=True)
    text = models.TextField(_("text"), blank=True)
    description = models.TextField(_("description"), blank=True)
    translations = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return self.api_name


class CustomSetting(models.Model):
    """Values that definitions read as $Setup.<api_name>.<field>: the site's, a role's, a person's.

    fields: [{"name": "Most__c", "kind": "number"}], kinds as in engine.values.Kind: text, number, boolean, date
    """

    api_name = models.CharField(_("API name"), max_length=80, unique=True)
    label = models.CharField(_("label"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    fields = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.label


class SettingValues(models.Model):
    """The values of a setting for one holder: a person, a role, or (neither) the whole site.

    values: field name -> packed value (engine.values.pack); a field left out is inherited
    """

    setting = models.ForeignKey(CustomSetting, models.CASCADE, related_name="values")
    role = models.ForeignKey("auth.Group", models.CASCADE, null=True, blank=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    values = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["setting"], condition=models.Q(role=None, user=None), name="one_site_value_of_setting"
            ),
            models.UniqueConstraint(fields=["setting", "role"], name="one_role_value_of_setting"),
            models.UniqueConstraint(fields=["setting", "user"], name="one_user_value_of_setting"),
            models.CheckConstraint(
                condition=models.Q(role__isnull=True) | models.Q(user__isnull=True), name="holder_is_role_or_user"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.setting_id} {self.role or self.user or ''}"


class Notice(models.Model):
    """A line in one person's bell."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    title = models.CharField(max_length=255)
    body = models.TextField(blank=True)
    about = models.CharField(max_length=255, blank=True)  # what the address shows, in a few words
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-id"], name="notices_of_person"),
            models.Index(fields=["user"], name="unread_notices", condition=models.Q(read_at__isnull=True)),
        ]
