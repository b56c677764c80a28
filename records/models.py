"""Business data: objects, their fields, records and the history of their changes."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Sharing(models.TextChoices):
    """Who sees and edits the records of an object, besides those who may view all data."""

    EVERYONE = "everyone", _("Everyone sees and edits")
    READ = "read", _("Everyone sees, the owner edits")
    PRIVATE = "private", _("The owner, and people with an open work item on the record")


class RecordObject(models.Model):
    """A kind of record. `model_label` names a Django model when the rows live in a host project's own table."""

    api_name = models.CharField(max_length=80, unique=True)
    label = models.CharField(max_length=80)
    plural_label = models.CharField(max_length=80)
    description = models.TextField(blank=True)
    key_prefix = models.CharField(max_length=3, unique=True)
    model_label = models.CharField(max_length=120, blank=True)
    is_standard = models.BooleanField(default=False)
    sharing = models.CharField(max_length=8, choices=Sharing.choices, default=Sharing.EVERYONE)
    name_format = models.CharField(max_length=120, blank=True)  # "{FirstName} {LastName}": Name is composed, not typed
    next_number = models.PositiveIntegerField(default=1)  # of the object's auto-numbered fields

    class Meta:
        verbose_name = _("object")

    def __str__(self) -> str:
        return self.api_name


class FieldKind(models.TextChoices):
    TEXT = "text", _("Text")
    LONG_TEXT = "long_text", _("Long text")
    NUMBER = "number", _("Number")
    CURRENCY = "currency", _("Currency")
    PERCENT = "percent", _("Percent")
    CHECKBOX = "checkbox", _("Checkbox")
    DATE = "date", _("Date")
    DATETIME = "datetime", _("Date/time")
    PICKLIST = "picklist", _("Picklist")
    LOOKUP = "lookup", _("Lookup")
    EMAIL = "email", _("Email")
    PHONE = "phone", _("Phone")
    URL = "url", _("URL")


KEPT_BY_THE_SYSTEM = {"LastActivityDate"}  # standard fields that nobody types


class RecordField(models.Model):
    """A field of an object. `restricted` picklists take only their own values; open ones take any text."""

    object = models.ForeignKey(RecordObject, models.CASCADE, related_name="fields")
    api_name = models.CharField(max_length=80)
    label = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=FieldKind.choices)
    help = models.TextField(blank=True)
    required = models.BooleanField(default=False)
    unique = models.BooleanField(default=False)
    indexed = models.BooleanField(default=False)
    length = models.PositiveIntegerField(null=True, blank=True)
    precision = models.PositiveSmallIntegerField(null=True, blank=True)
    scale = models.PositiveSmallIntegerField(null=True, blank=True)
    choices = models.JSONField(default=list, blank=True)  # [{"value", "label"}]
    restricted = models.BooleanField(default=False)
    default = models.CharField(max_length=255, blank=True)
    auto_number = models.CharField(max_length=30, blank=True)  # "Q-{00000}": filled on create, never typed
    target = models.ForeignKey(RecordObject, models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField(default=0)
    is_custom = models.BooleanField(default=False)
    source = models.JSONField(default=dict, blank=True)  # what an import knew beyond this table

    is_system = False  # True on the fields every record has (records/catalog.py); they are not rows

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["object", "api_name"], name="one_field_per_name")]

    def __str__(self) -> str:
        return f"{self.object.api_name}.{self.api_name}"

    @property
    def is_read_only(self) -> bool:
        composed = self.api_name == "Name" and bool(self.object.name_format)
        kept = self.api_name in KEPT_BY_THE_SYSTEM and not self.is_custom
        return self.is_system or kept or composed or bool(self.auto_number)


class Record(models.Model):
    """One record of an object whose rows live here. `id` is global: the object's key prefix, then a uuid7."""

    id = models.CharField(primary_key=True, max_length=40, editable=False)
    object = models.ForeignKey(RecordObject, models.PROTECT, related_name="records", db_index=False)
    name = models.CharField(max_length=255, blank=True)  # copy of the Name field, for lists and search
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    values = models.JSONField(default=dict)  # {field: stored value}, empty fields left out (records/kinds)
    keys = models.JSONField(default=dict)  # {field: text that compares and sorts as the value does}
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    modified_at = models.DateTimeField()
    modified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    locked_at = models.DateTimeField(null=True, blank=True)  # people cannot change it meanwhile (records/locks.py)
    locked_for = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["object", "id"], name="record_newest")]

    def __str__(self) -> str:
        return self.name or self.id


class RecordChange(models.Model):
    """One line of a record's history. `changes`: {field: [before, after]}, values as stored."""

    record_id = models.CharField(max_length=40)
    object_name = models.CharField(max_length=80)
    action = models.CharField(max_length=8)  # created, updated, deleted
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    cause = models.CharField(max_length=120, blank=True)  # e.g. "run:42", "" for a person
    changes = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["record_id", "-id"], name="record_history")]


class RecordComment(models.Model):
    """A line in the feed of a record, by a person or by an automation (`cause`: "run:42")."""

    record_id = models.CharField(max_length=40)
    object_name = models.CharField(max_length=80)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    cause = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["record_id", "-id"], name="record_feed")]
