"""Shapes of what is tried: formulas and conditions on a sample."""

from typing import Any

import msgspec
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from builder.api.serializers import DocumentField, ProblemSerializer
from builder.api.shape_of import inlined
from builder.reasons import ReasonPart, part_json
from builder.trial.conditions import TriedConditions
from builder.trial.formulas import TriedFormula
from builder.trial.sample import Wanted
from engine.document.conditions import Conditions
from engine.formula.catalogue import Catalogue
from engine.values import Kind

CATALOGUE = {(200, "application/json"): inlined(Catalogue)}
_ANY = {"description": "any JSON value", "nullable": True}


class SampleSerializer(serializers.Serializer):
    """What it is tried on; all of it may be left out."""

    object = serializers.CharField(default="", allow_blank=True, help_text="API name of $Record's object")
    record = serializers.CharField(default="", allow_blank=True, help_text="a record's id; it fills $Record")
    values = serializers.DictField(default=dict, help_text="fields of $Record by API name, instead of the record's")
    prior = serializers.DictField(default=dict, help_text="fields as they were before the change")
    is_new = serializers.BooleanField(default=False, help_text="the record is being created: nothing was before")
    others = serializers.DictField(default=dict, help_text='values of other names: {"Approve.Outputs.decision": "Yes"}')
    person = serializers.CharField(default="", allow_blank=True, help_text="username of $User; left out: the caller")
    document = DocumentField(default=None, allow_null=True, help_text="the automation whose names may be used")

    def to_internal_value(self, data: Any) -> Wanted:
        return Wanted(**super().to_internal_value(data))


class TryFormulaSerializer(serializers.Serializer):
    text = serializers.CharField(allow_blank=True, trim_whitespace=False)
    kind = serializers.ChoiceField(
        [kind.value for kind in Kind], default="", allow_blank=True, help_text="what it is to give; left out: anything"
    )
    sample = SampleSerializer(default=Wanted)

    def validate_kind(self, kind: str) -> Kind | None:
        return Kind(kind) if kind else None


@extend_schema_field({"type": "object", "description": "conditions as a document has them: {logic, rows, formula}"})
class ConditionsField(serializers.Field):
    """Document conditions in, engine Conditions out."""

    def to_internal_value(self, data: Any) -> Conditions:
        try:
            return msgspec.convert(data, Conditions)
        except msgspec.ValidationError as error:
            raise serializers.ValidationError(str(error)) from error

    def to_representation(self, value: Any) -> Any:
        return msgspec.to_builtins(value)


class TryConditionsSerializer(serializers.Serializer):
    conditions = ConditionsField()
    on_fields = serializers.BooleanField(
        default=False, help_text="left sides are fields of the object, as in start conditions and record filters"
    )
    sample = SampleSerializer(default=Wanted)


class FaultSerializer(serializers.Serializer):
    code = serializers.CharField()
    message = serializers.CharField()
    position = serializers.IntegerField(help_text="character offset in the formula")


@extend_schema_field(
    {
        "type": "object",
        "nullable": True,
        "description": "a sub-expression: {text, state, value, at, note, parts: [the same], more}; "
        "state: true, false, value, skipped (not looked at) or fault",
    }
)
class PartField(serializers.Field):
    def to_representation(self, value: ReasonPart) -> dict[str, Any]:
        return part_json(value)


@extend_schema_field(_ANY)
class JsonField(serializers.Field):
    def to_representation(self, value: Any) -> Any:
        return value


class TriedFormulaSerializer(serializers.Serializer[TriedFormula]):
    ok = serializers.BooleanField(help_text="no problem is an error")
    problems = ProblemSerializer(many=True)
    kind = serializers.CharField(allow_null=True, help_text="null where it depends on values")
    references = serializers.ListField(child=serializers.CharField())
    evaluated = serializers.BooleanField(help_text="false where it does not compile or failed")
    value = JsonField()
    value_text = serializers.CharField(help_text="the value in words of the caller's language")
    fault = FaultSerializer(allow_null=True)
    notes = serializers.ListField(child=serializers.CharField())
    explanation = PartField(allow_null=True)


class ReasonRowSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    text = serializers.CharField()
    result = serializers.BooleanField()
    note = serializers.CharField()
    decided = serializers.BooleanField(help_text="one of the rows that make the result what it is")
    parts = serializers.ListField(child=PartField(), help_text="of the row's formula")


class TriedConditionsSerializer(serializers.Serializer[TriedConditions]):
    ok = serializers.BooleanField(help_text="no problem is an error")
    problems = ProblemSerializer(many=True)
    result = serializers.BooleanField(allow_null=True, help_text="null where they could not be judged")
    fault = FaultSerializer(allow_null=True)
    logic = serializers.CharField(source="reason.logic", default="", help_text="how the rows combine, in words")
    conditions = ReasonRowSerializer(source="reason.rows", many=True, default=list)
