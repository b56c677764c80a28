"""Shapes of bodies and answers, for checking and for the API's schema."""

from rest_framework import serializers


class StartBody(serializers.Serializer):
    inputs = serializers.DictField(required=False, default=dict, help_text="Values of input variables by name")
    record = serializers.CharField(required=False, allow_blank=True, default="", help_text="Record id")


class ReasonBody(serializers.Serializer):
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class AssigneeBody(serializers.Serializer):
    kind = serializers.ChoiceField(choices=["user", "group", "queue"])
    name = serializers.CharField(max_length=150)


class RetryBody(ReasonBody):
    """from: "failed", "start", {"stage": id or API name} or {"step_run": id}."""

    from_ = serializers.JSONField(required=False, default="failed")  # type: ignore[arg-type]
    version = serializers.CharField(required=False, allow_blank=True, default="", help_text='"newest", or a number')
    inputs = serializers.DictField(required=False, default=dict, help_text="Corrected inputs by name")
    assignee = AssigneeBody(required=False, allow_null=True, default=None)

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        fields["from"] = fields.pop("from_")  # a word Python keeps for itself
        return fields


class SkipBody(serializers.Serializer):
    """step_run or stage: the id of the run of it."""

    step_run = serializers.IntegerField(required=False, default=0)
    stage = serializers.IntegerField(required=False, default=0)
    outputs = serializers.DictField(required=False, default=dict, help_text="What later conditions are to read")
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class EventBody(serializers.Serializer):
    run = serializers.IntegerField()
    step_run = serializers.IntegerField(required=False, allow_null=True, default=None)
    step_status = serializers.ChoiceField(choices=["", "completed", "error"], required=False, default="")
    outputs = serializers.DictField(required=False, default=dict)


class RecordRef(serializers.Serializer):
    object = serializers.CharField()
    id = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField()


class RunPart(serializers.Serializer):
    id = serializers.IntegerField()
    api_name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    status = serializers.CharField()
    status_label = serializers.CharField()
    attempt = serializers.IntegerField()
    fault = serializers.CharField(allow_null=True)
    skipped = serializers.BooleanField()
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)


class StepAnswer(RunPart):
    kind = serializers.CharField()
    outputs = serializers.DictField()


class StageAnswer(RunPart):
    steps = StepAnswer(many=True)


class RunRow(serializers.Serializer):
    id = serializers.IntegerField()
    number = serializers.IntegerField()
    orchestration = serializers.CharField()
    orchestration_label = serializers.CharField()
    version = serializers.IntegerField()
    status = serializers.CharField()
    status_label = serializers.CharField()
    record = RecordRef(allow_null=True)
    current_stage = serializers.CharField(allow_blank=True)
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    fault = serializers.CharField(allow_null=True)
    stalled = serializers.BooleanField()


class RunAnswer(RunRow):
    stages = StageAnswer(many=True)


class HistoryLine(serializers.Serializer):
    at = serializers.DateTimeField()
    turn = serializers.IntegerField()
    what = serializers.CharField()
    text = serializers.CharField()
    who = serializers.CharField(allow_null=True)
    subject = serializers.CharField(allow_blank=True)
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    id = serializers.IntegerField(allow_null=True)
    why = serializers.ListField(child=serializers.DictField())
    because = serializers.DictField(allow_null=True)
    detail = serializers.DictField()
