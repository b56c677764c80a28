"""REST calls about runs. They read the request and call one service; nothing is decided here."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from records import selectors as records
from runs import access, presenting, selectors, services
from runs.api_serializers import EventBody, HistoryLine, ReasonBody, RetryBody, RunAnswer, RunRow, SkipBody, StartBody
from runs.control import Retry, Skip
from runs.errors import RetryNotSupported
from runs.models import Run
from runs.story import lines_of
from web.paging import CursorPages
from web.permissions import needs

FILTERS = ("status", "stalled", "orchestration", "record", "q")
LIST_PARAMETERS = [OpenApiParameter(name, str) for name in (*FILTERS, "limit", "cursor")]


def key_of(request: Request) -> str:
    """The caller's Idempotency-Key, told apart from other people's; "" without one."""
    key = getattr(request._request, "idempotency_key", "")
    return f"{request.user.pk}:{key}"[:160] if key else ""


class StartView(APIView):
    """Start an autolaunched orchestration."""

    permission_classes = (needs(access.START),)

    @extend_schema(request=StartBody, responses={201: RunAnswer})
    def post(self, request: Request, api_name: str) -> Response:
        body = StartBody(data=request.data)
        body.is_valid(raise_exception=True)
        run = services.start_run(
            api_name=api_name,
            inputs=body.validated_data["inputs"],
            record_id=body.validated_data["record"],
            by=request.user,
            key=key_of(request) or None,
        )
        return Response(_detail(request, run.pk), status=201)


class RunsView(APIView):
    """Runs the caller may see, newest first."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(parameters=LIST_PARAMETERS, responses=RunRow(many=True))
    def get(self, request: Request) -> Response:
        pages = CursorPages()
        wanted = {name: request.query_params.get(name, "") for name in FILTERS}
        page: list[Run] = list(pages.paginate_queryset(selectors.runs_for(request.user, wanted), request, self) or ())
        shown = records.displays(run.record_id for run in page)
        return pages.get_paginated_response([presenting.run_row(run, shown.get(run.record_id)) for run in page])


class CountsView(APIView):
    """How many runs there are in each status."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses={200: dict[str, int]})
    def get(self, request: Request) -> Response:
        return Response(selectors.counts(request.user))


class RunView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=RunAnswer)
    def get(self, request: Request, run_id: int) -> Response:
        return Response(_detail(request, run_id))


class HistoryPages(CursorPages):
    ordering = "id"


class HistoryView(APIView):
    """What happened, oldest first, and why: conditions with the values they saw. A page is a number of turns."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in ("limit", "cursor")], responses=HistoryLine(many=True)
    )
    def get(self, request: Request, run_id: int) -> Response:
        run = access.get_visible(request.user, run_id)
        pages = HistoryPages()
        turns: list[Any] = list(pages.paginate_queryset(selectors.turns_of(run), request, self) or ())
        return pages.get_paginated_response([presenting.history_line(line) for line in lines_of(run, turns)])


class SteerView(APIView):
    """Cancel, suspend or resume, by what the address says."""

    permission_classes = (needs(access.MANAGE),)
    act: Any = None

    @extend_schema(request=ReasonBody, responses={202: RunAnswer})
    def post(self, request: Request, run_id: int) -> Response:
        body = ReasonBody(data=request.data)
        body.is_valid(raise_exception=True)
        self.act(run_id=run_id, by=request.user, reason=body.validated_data["reason"], key=key_of(request))
        return Response(_detail(request, run_id), status=202)


class CancelView(SteerView):
    """End a run: running steps are Canceled, work items Withdrawn, nothing is rolled back."""

    act = staticmethod(services.cancel_run)


class SuspendView(SteerView):
    """Let nothing new start; results of running steps are kept for later."""

    act = staticmethod(services.suspend_run)


class ResumeView(SteerView):
    """Go on with a suspended run."""

    act = staticmethod(services.resume_run)


class RetryView(APIView):
    """Repair a run: its failed step again, a chosen step, a stage or all from the start; with corrections."""

    permission_classes = (needs(access.MANAGE),)

    @extend_schema(request=RetryBody, responses={202: RunAnswer})
    def post(self, request: Request, run_id: int) -> Response:
        body = RetryBody(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        wanted = _retry_of(given["from"], given["assignee"], given["inputs"])
        services.retry_run(
            run_id=run_id,
            by=request.user,
            what=wanted,
            version=given["version"],
            reason=given["reason"],
            key=key_of(request),
        )
        return Response(_detail(request, run_id), status=202)


def _retry_of(origin: Any, assignee: dict[str, str] | None, inputs: dict[str, Any]) -> Retry:
    """raises RetryNotSupported"""
    about: dict[str, Any] = {"inputs": inputs, "assignee": (assignee["kind"], assignee["name"]) if assignee else None}
    match origin:
        case "failed":
            return Retry(**about)
        case "start":
            return Retry(start=True, **about)
        case {"stage": str() | int() as stage} if stage and not isinstance(stage, bool):
            return Retry(stage=stage, **about)
        case {"step_run": int() as step} if step and not isinstance(step, bool):
            return Retry(step=step, **about)
    raise RetryNotSupported()


class SkipView(APIView):
    """Go on without a step, or without the rest of the open stage; the reason is kept."""

    permission_classes = (needs(access.MANAGE),)

    @extend_schema(request=SkipBody, responses={202: RunAnswer})
    def post(self, request: Request, run_id: int) -> Response:
        body = SkipBody(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        what = Skip(step=given["step_run"], stage=given["stage"], outputs=given["outputs"])
        services.skip(run_id=run_id, what=what, by=request.user, reason=given["reason"], key=key_of(request))
        return Response(_detail(request, run_id), status=202)


class EventsView(APIView):
    """Publish an orchestration event: requirements are judged again; with a step and a status that step ends too."""

    permission_classes = (needs(access.MANAGE),)

    @extend_schema(request=EventBody, responses={202: RunAnswer})
    def post(self, request: Request) -> Response:
        body = EventBody(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        services.publish_event(
            run_id=given["run"],
            step_run_id=given["step_run"],
            step_status=given["step_status"],
            outputs=given["outputs"],
            by=request.user,
            key=key_of(request),
        )
        return Response(_detail(request, given["run"]), status=202)


def _detail(request: Request, run_id: int) -> dict[str, Any]:
    return presenting.run_detail(access.get_visible(request.user, run_id))
