"""Shapes of the REST answers and requests about flows."""

from typing import Any

import msgspec
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from builder.kinds import KIND_LABELS
from builder.metadata.names import API_NAME
from builder.models import Flow, FlowVersion
from engine.document import Definition, parse
from web.statuses import look_of


class FlowSerializer(serializers.Serializer):
    api_name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # DRF names an attribute so too
    description = serializers.CharField()
    kind = serializers.ChoiceField(choices=list(KIND_LABELS)[:6])
    status = serializers.CharField(source="state", help_text="active, draft or obsolete")
    status_label = serializers.SerializerMethodField()
    active_version = serializers.IntegerField(source="active.number", allow_null=True, default=None)
    latest_version = serializers.IntegerField(source="latest_number", allow_null=True)
    modified_at = serializers.DateTimeField()
    url = serializers.SerializerMethodField()

    def get_status_label(self, flow: Flow) -> str:
        return str(look_of(flow.state).label)  # type: ignore[attr-defined]  # annotated

    def get_url(self, flow: Flow) -> str:
        return f"/builder/{flow.api_name}/"


class VersionSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    status = serializers.CharField()
    status_label = serializers.SerializerMethodField()
    note = serializers.CharField()
    created_at = serializers.DateTimeField()
    created_by = serializers.CharField(source="created_by.username", allow_null=True, default=None)
    activated_at = serializers.DateTimeField(allow_null=True)
    activated_by = serializers.CharField(source="activated_by.username", allow_null=True, default=None)

    def get_status_label(self, version: FlowVersion) -> str:
        return str(look_of(version.status).label)


class ProblemSerializer(serializers.Serializer):
    code = serializers.CharField()
    severity = serializers.ChoiceField(choices=["error", "warning"])
    path = serializers.CharField()
    message = serializers.CharField()
    fix = serializers.CharField(required=False)
    position = serializers.IntegerField(required=False, allow_null=True)


class ProblemsSerializer(serializers.Serializer):
    problems = ProblemSerializer(many=True)


@extend_schema_field({"type": "object", "description": "a definition as a document (schema 1)"})
class DocumentField(serializers.Field):
    """A document in, a Definition out."""

    default_error_messages = {"name": "An API name begins with a letter; letters, digits and underscores follow."}

    def to_internal_value(self, data: Any) -> Definition:
        if not isinstance(data, dict):
            raise serializers.ValidationError("A document is an object.")
        try:
            definition = parse(data)
        except msgspec.ValidationError as error:
            raise serializers.ValidationError(str(error)) from error
        if not API_NAME.fullmatch(definition.api_name) or len(definition.api_name) > 120:
            self.fail("name")
        return definition

    def to_representation(self, value: Any) -> Any:
        return value


class FlowDetailSerializer(FlowSerializer):
    version = serializers.IntegerField(help_text="the version whose document this is")
    document = DocumentField()


class NewFlowSerializer(serializers.Serializer):
    document = DocumentField()
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=255)


class DraftSerializer(serializers.Serializer):
    api_name = serializers.CharField()
    etag = serializers.CharField()
    base_version = serializers.IntegerField(allow_null=True)
    modified_at = serializers.DateTimeField(allow_null=True, help_text="null while nothing was saved yet")
    document = DocumentField()


class DraftConflictSerializer(serializers.Serializer):
    code = serializers.CharField()
    detail = serializers.CharField()
    base = DraftSerializer(help_text="the version the draft began from")
    theirs = DraftSerializer(help_text="the draft as it is now")


class DocumentSerializer(serializers.Serializer):
    document = DocumentField()


class DrawnSerializer(ProblemsSerializer):
    drawing = serializers.DictField(help_text="structure with every text in the caller's language")


class OptionalDocumentSerializer(serializers.Serializer):
    document = DocumentField(required=False)


class ActivateSerializer(serializers.Serializer):
    version = serializers.IntegerField(required=False, help_text="the latest when left out")


class NoteSerializer(serializers.Serializer):
    note = serializers.CharField(required=False, default="", allow_blank=True, max_length=255)
