"""REST calls for trying automations out, and for their test cases."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from builder.selectors import get_flow, version_of
from runs import access
from runs.debugging import cases
from runs.debugging import presenting as shapes
from runs.debugging.runner import run_trial
from runs.debugging.trial import trial_of
from web.permissions import needs

MAY = (needs(access.BUILD), needs(access.MANAGE))


class TrialBody(serializers.Serializer):
    version = serializers.IntegerField(required=False, allow_null=True, help_text="The active version if empty")
    draft = serializers.BooleanField(required=False, help_text="The caller's unsaved work instead")
    user = serializers.CharField(required=False, allow_blank=True, help_text="Who starts it; the caller if empty")
    record = serializers.CharField(required=False, allow_blank=True, help_text="Id of a sample record")
    fields_ = serializers.DictField(required=False, help_text="Values it is given without being saved")
    inputs = serializers.DictField(required=False)
    at = serializers.CharField(required=False, allow_blank=True, help_text="When it starts; now if empty")
    mocks = serializers.DictField(required=False, help_text='By step: {"outputs": {...}} or {"fault": "..."}')
    acts = serializers.ListField(child=serializers.DictField(), required=False, help_text="What happens, in order")
    answers = serializers.ListField(child=serializers.DictField(), required=False, help_text="For a flow's screens")

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        fields["fields"] = fields.pop("fields_")  # a word serializers keep for themselves
        return fields


class ReportAnswer(serializers.Serializer):
    status = serializers.CharField()
    version = serializers.IntegerField()
    fault = serializers.CharField(allow_null=True)
    at = serializers.CharField(allow_null=True)
    path = serializers.ListField(child=serializers.CharField())
    outputs = serializers.DictField()
    steps = serializers.ListField(child=serializers.DictField())
    trace = serializers.ListField(child=serializers.DictField())
    lines = serializers.ListField(child=serializers.DictField())
    waiting = serializers.ListField(child=serializers.DictField())
    screen = serializers.DictField(allow_null=True)
    mails = serializers.ListField(child=serializers.CharField())
    problems = serializers.ListField(child=serializers.CharField())
    next_due = serializers.CharField(allow_null=True)
    milliseconds = serializers.IntegerField()


class CaseBody(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    trial = TrialBody()
    expected = serializers.DictField(required=False, help_text="What comes of it now, if empty")


class CaseAnswer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    trial = serializers.DictField()
    expected = serializers.DictField()
    last = serializers.DictField(allow_null=True)
    modified_at = serializers.DateTimeField()


class CasesAnswer(serializers.Serializer):
    format = serializers.CharField()
    automation = serializers.CharField()
    required = serializers.BooleanField(help_text="Activation needs all of them green")  # type: ignore[assignment]
    cases = CaseAnswer(many=True)


class CasesBody(serializers.Serializer):
    format = serializers.CharField()
    required = serializers.BooleanField(required=False)  # type: ignore[assignment]
    cases = serializers.ListField(child=serializers.DictField())


class PlayBody(serializers.Serializer):
    version = serializers.IntegerField(required=False, allow_null=True, default=None)
    cases = serializers.ListField(child=serializers.IntegerField(), required=False, default=list)


class PlayedAnswer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    green = serializers.BooleanField()
    status = serializers.CharField(allow_blank=True)
    why = serializers.CharField(allow_blank=True)
    diff = serializers.ListField(child=serializers.CharField())
    outputs = serializers.ListField(child=serializers.DictField())


class DebugView(APIView):
    """Try an automation out: everything is rolled back, nothing leaves. The answer tells the path."""

    permission_classes = MAY

    @extend_schema(request=TrialBody, responses=ReportAnswer)
    def post(self, request: Request, api_name: str) -> Response:
        report = run_trial(flow=get_flow(api_name), trial=trial_of(_plain(request.data)), by=request.user)
        return Response(shapes.report_json(report))


class CasesView(APIView):
    """Test cases of an automation. GET gives them as PUT takes them; POST keeps one try."""

    permission_classes = MAY

    @extend_schema(operation_id="flows_tests_all", responses=CasesAnswer)
    def get(self, request: Request, api_name: str) -> Response:
        return Response(_cases(api_name))

    @extend_schema(request=CaseBody, responses={201: CaseAnswer})
    def post(self, request: Request, api_name: str) -> Response:
        body = CaseBody(data=request.data)
        body.is_valid(raise_exception=True)
        case = cases.keep(
            flow=get_flow(api_name),
            name=body.validated_data["name"],
            trial=trial_of(_plain(body.initial_data.get("trial"))),
            by=request.user,
            expected=body.validated_data.get("expected"),
        )
        return Response(shapes.case_json(case), status=201)

    @extend_schema(request=CasesBody, responses=CasesAnswer)
    def put(self, request: Request, api_name: str) -> Response:
        cases.imported(api_name=api_name, document=_plain(request.data), by=request.user)
        return Response(_cases(api_name))


class CaseView(APIView):
    permission_classes = MAY

    @extend_schema(responses=CaseAnswer)
    def get(self, request: Request, api_name: str, case_id: int) -> Response:
        return Response(shapes.case_json(cases.case_of(get_flow(api_name), case_id)))

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, api_name: str, case_id: int) -> Response:
        cases.delete(case=cases.case_of(get_flow(api_name), case_id), by=request.user)
        return Response(status=204)


class PlayView(APIView):
    """Play test cases against a version: all of them, or those named."""

    permission_classes = MAY

    @extend_schema(request=PlayBody, responses=PlayedAnswer(many=True))
    def post(self, request: Request, api_name: str) -> Response:
        body = PlayBody(data=request.data)
        body.is_valid(raise_exception=True)
        flow, wanted = get_flow(api_name), body.validated_data
        version = version_of(flow, wanted["version"]) if wanted["version"] else flow.active or version_of(flow)
        chosen = [one for one in cases.cases_of(flow) if not wanted["cases"] or one.pk in wanted["cases"]]
        played = cases.run(cases=chosen, version=version, by=request.user)
        return Response([shapes.played_json(one) for one in played])


def _cases(api_name: str) -> dict[str, Any]:
    flow = get_flow(api_name)
    return {**cases.exported(flow), "cases": [shapes.case_json(one) for one in cases.cases_of(flow)]}


def _plain(data: Any) -> Any:
    """JSON as it came; a form's fields as a dict."""
    return data.dict() if hasattr(data, "dict") else data
