"""REST calls for moving runs to another version: dry run, batches, one run, undo."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from runs import access, presenting
from runs.api_serializers import ReasonBody, RunAnswer
from runs.moving import asking, services
from runs.moving import presenting as shapes
from web.paging import CursorPages
from web.permissions import needs

MAY = (needs(access.MANAGE),)


class ChoicesBody(ReasonBody):
    elements = serializers.DictField(
        child=serializers.CharField(allow_blank=True),
        required=False,
        default=dict,
        help_text='Old name -> new name of what was renamed; "" for a step that is not needed any more',
    )
    inputs = serializers.DictField(required=False, default=dict, help_text="Values of inputs the runs have none for")


class MoveBody(ChoicesBody):
    to = serializers.IntegerField(
        required=False, allow_null=True, default=None, help_text="The active version if empty"
    )
    runs = serializers.ListField(child=serializers.IntegerField(), required=False, default=list, max_length=1000)
    status = serializers.CharField(required=False, allow_blank=True, default="")
    stage = serializers.CharField(required=False, allow_blank=True, default="")
    record = serializers.CharField(required=False, allow_blank=True, default="")
    q = serializers.CharField(required=False, allow_blank=True, default="")

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        fields["from"] = serializers.IntegerField(required=False, allow_null=True, default=None)
        return fields


class MigrateBody(ChoicesBody):
    version = serializers.IntegerField(required=False, allow_null=True, default=None)


class FindingAnswer(serializers.Serializer):
    kind = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()
    subject = serializers.CharField(required=False)
    options = serializers.ListField(child=serializers.CharField(), required=False)
    may_leave_out = serializers.BooleanField(required=False)


class NoteAnswer(serializers.Serializer):
    message = serializers.CharField()
    runs = serializers.IntegerField()


class ChoiceAnswer(FindingAnswer):
    runs = serializers.IntegerField()


class SummaryAnswer(serializers.Serializer):
    total = serializers.IntegerField()
    verdicts = serializers.DictField(child=serializers.IntegerField())
    notes = NoteAnswer(many=True)
    choices = ChoiceAnswer(many=True)


class JudgedAnswer(serializers.Serializer):
    run = serializers.IntegerField()
    version = serializers.IntegerField()
    stage = serializers.CharField(allow_blank=True)
    verdict = serializers.CharField()
    findings = FindingAnswer(many=True)


class BatchAnswer(serializers.Serializer):
    id = serializers.IntegerField()
    orchestration = serializers.CharField()
    to = serializers.IntegerField()
    filters = serializers.DictField()
    elements = serializers.DictField()
    reason = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    undone_at = serializers.DateTimeField(allow_null=True)
    done = serializers.BooleanField()
    counts = serializers.DictField(child=serializers.IntegerField())


class MoveAnswer(serializers.Serializer):
    id = serializers.IntegerField()
    run = serializers.IntegerField()
    status = serializers.CharField()
    status_label = serializers.CharField()
    message = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField(allow_null=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        fields["from"] = serializers.IntegerField(allow_null=True)
        return fields


class MovesView(APIView):
    """Batches of runs of one orchestration that were moved, newest first; POST moves live runs."""

    permission_classes = MAY

    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in ("limit", "cursor")], responses=BatchAnswer(many=True)
    )
    def get(self, request: Request, api_name: str) -> Response:
        ask = asking.ask_of(api_name, to=None)
        pages = CursorPages()
        found: list[Any] = list(pages.paginate_queryset(shapes.batches_of(ask.flow.pk), request, self) or ())
        return pages.get_paginated_response([shapes.batch_json(one) for one in found])

    @extend_schema(request=MoveBody, responses={202: BatchAnswer})
    def post(self, request: Request, api_name: str) -> Response:
        given = _read(MoveBody, request)
        batch = services.begin(ask=_ask(api_name, given), by=request.user, reason=given["reason"])
        return Response(shapes.batch_json(shapes.batch_of(batch.pk)), status=202)


class MoveCheckView(APIView):
    """The dry run: how many runs fit, what must be chosen, what people should know. Nothing is written."""

    permission_classes = MAY

    @extend_schema(request=MoveBody, responses=SummaryAnswer)
    def post(self, request: Request, api_name: str) -> Response:
        ask = _ask(api_name, _read(MoveBody, request))
        return Response(shapes.summary_json(asking.summary_of(ask, request.user)))


class MoveVerdictsView(APIView):
    """The dry run, run by run."""

    permission_classes = MAY

    @extend_schema(request=MoveBody, responses=JudgedAnswer(many=True))
    def post(self, request: Request, api_name: str) -> Response:
        ask = _ask(api_name, _read(MoveBody, request))
        pages = CursorPages()
        runs: list[Any] = list(pages.paginate_queryset(asking.runs_of(ask, request.user), request, self) or ())
        return pages.get_paginated_response([shapes.judged_json(asking.judged(ask, run)) for run in runs])


class MoveView(APIView):
    """One batch, with how far it is."""

    permission_classes = MAY

    @extend_schema(responses=BatchAnswer)
    def get(self, request: Request, batch_id: int) -> Response:
        return Response(shapes.batch_json(shapes.batch_of(batch_id)))


class MoveRunsView(APIView):
    """What became of each run of a batch, and why."""

    permission_classes = MAY

    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in ("status", "limit", "cursor")],
        responses=MoveAnswer(many=True),
    )
    def get(self, request: Request, batch_id: int) -> Response:
        pages = CursorPages()
        wanted = shapes.moves_of(shapes.batch_of(batch_id), request.query_params.get("status", ""))
        found: list[Any] = list(pages.paginate_queryset(wanted, request, self) or ())
        return pages.get_paginated_response([shapes.move_json(one) for one in found])


class UndoView(APIView):
    """Take a batch back: runs that have moved on since stay, with the reason."""

    permission_classes = MAY

    @extend_schema(request=None, responses={202: BatchAnswer})
    def post(self, request: Request, batch_id: int) -> Response:
        services.undo(batch_id=batch_id, by=request.user)
        return Response(shapes.batch_json(shapes.batch_of(batch_id)), status=202)


class StopView(APIView):
    """What was not moved yet is not moved."""

    permission_classes = MAY

    @extend_schema(request=None, responses={202: BatchAnswer})
    def post(self, request: Request, batch_id: int) -> Response:
        services.stop(batch_id=batch_id, by=request.user)
        return Response(shapes.batch_json(shapes.batch_of(batch_id)), status=202)


class MigrateView(APIView):
    """Move one run to another version, now."""

    permission_classes = MAY

    @extend_schema(request=MigrateBody, responses={202: RunAnswer})
    def post(self, request: Request, run_id: int) -> Response:
        given = _read(MigrateBody, request)
        run = access.get_visible(request.user, run_id)
        ask = asking.ask_of(run.flow.api_name, to=given["version"], elements=given["elements"], inputs=given["inputs"])
        services.move_one(ask=ask, run_id=run_id, by=request.user, reason=given["reason"])
        return Response(presenting.run_detail(access.get_visible(request.user, run_id)), status=202)


def _read(body: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    filled = body(data=request.data)
    filled.is_valid(raise_exception=True)
    return filled.validated_data


def _ask(api_name: str, given: dict[str, Any]) -> asking.Ask:
    return asking.ask_of(
        api_name,
        to=given["to"],
        start=given["from"],
        filters={name: given[name] for name in asking.FILTERS},
        runs=tuple(given["runs"]),
        elements=given["elements"],
        inputs=given["inputs"],
    )
