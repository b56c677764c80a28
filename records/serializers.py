"""What the REST API says about objects and records."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from engine.values import plain
from people.selectors import label_of
from records.desk import Sheet
from records.ids import user_record_id
from records.models import RecordField, RecordObject
from records.selectors import fields_of, url_of

_OUTSIDE = {"Id", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById"}  # said beside `fields`


class FieldSerializer(serializers.Serializer):
    api_name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.CharField()
    help = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    unique = serializers.BooleanField()
    indexed = serializers.BooleanField()
    read_only = serializers.BooleanField(source="is_read_only")  # type: ignore[assignment]
    length = serializers.IntegerField(allow_null=True)
    precision = serializers.IntegerField(allow_null=True)
    scale = serializers.IntegerField(allow_null=True)
    choices = serializers.ListField(child=serializers.DictField())
    restricted = serializers.BooleanField()
    default = serializers.CharField()  # type: ignore[assignment]
    target = serializers.SerializerMethodField()
    is_custom = serializers.BooleanField()

    def get_target(self, field: RecordField) -> str | None:
        return field.target.api_name if field.target else None


class ObjectSerializer(serializers.Serializer):
    api_name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    plural_label = serializers.CharField()
    description = serializers.CharField()
    key_prefix = serializers.CharField()
    is_standard = serializers.BooleanField()
    sharing = serializers.CharField()


class ObjectWithFieldsSerializer(ObjectSerializer):
    def get_fields(self) -> dict[str, Any]:
        """`fields` is a word serializers keep for themselves, so it is added by name here."""
        return {**super().get_fields(), "fields": serializers.SerializerMethodField("all_fields")}

    @extend_schema_field(FieldSerializer(many=True))
    def all_fields(self, obj: RecordObject) -> list[dict[str, Any]]:
        return list(FieldSerializer(fields_of(obj), many=True).data)


class OwnerSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="Record id of the user.")
    username = serializers.CharField()
    name = serializers.CharField()


class RecordSerializer(serializers.Serializer):
    """A `Sheet`. `fields` holds every field by API name; lookups are record ids."""

    id = serializers.CharField()
    object = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField()
    owner = OwnerSerializer(allow_null=True)
    created_at = serializers.DateTimeField(allow_null=True)
    modified_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()

    def get_fields(self) -> dict[str, Any]:
        known = super().get_fields()
        known["fields"] = serializers.DictField()
        return known

    def to_representation(self, sheet: Sheet) -> dict[str, Any]:
        return {
            "id": sheet.id,
            "object": sheet.object.api_name,
            "name": sheet.name,
            "url": url_of(sheet.object.api_name, sheet.id),
            "owner": _owner(sheet.owner),
            "created_at": plain(sheet.created_at),
            "modified_at": plain(sheet.modified_at),
            "version": sheet.version,
            "fields": {name: plain(value) for name, value in sheet.value.fields.items() if name not in _OUTSIDE},
        }


class RecordBody(serializers.Serializer):
    """What POST and PATCH take: `{fields: {...}}`."""

    def get_fields(self) -> dict[str, Any]:
        return {"fields": serializers.DictField(help_text=_("Values by field API name; null empties a field."))}


def _owner(user: Any) -> dict[str, Any] | None:
    if user is None:
        return None
    return {"id": user_record_id(user.pk), "username": user.get_username(), "name": label_of(user)}
