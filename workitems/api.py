"""REST calls of work items (contract.md). Reads go to selectors, writes to services; no rule lives here."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from runs.errors import ScreenMovedOn
from runs.interviews import ScreenState
from web.api_errors import refusal_body
from web.errors import Invalid
from web.paging import CursorPages
from workitems import inbox, selectors, services
from workitems import reassign as reassigning
from workitems.models import WorkItem, WorkItemStatus
from workitems.serializers import (
    DecideBody,
    ReassignBody,
    ScreenBody,
    ScreenShape,
    WorkItemPage,
    WorkItemShape,
    described,
    screen_json,
)
from workitems.viewer import Viewer

REFUSED = OpenApiResponse(OpenApiTypes.OBJECT, description="{code, detail, fields?}")
FILTERS = [
    OpenApiParameter("assigned_to", description="`me`: what the caller can do, soonest due first"),
    OpenApiParameter("status", enum=WorkItemStatus.values),
    OpenApiParameter("view", enum=list(inbox.VIEWS), description="a view of the inbox instead of the filters"),
    OpenApiParameter("run", int),
    OpenApiParameter("record", description="record id"),
    OpenApiParameter("limit", int),
    OpenApiParameter("cursor"),
]


class WorkItemPages(CursorPages):
    ordering = "-id"


class WorkItemViewSet(viewsets.ViewSet):
    """Work items the caller may see; those of others do not exist (404)."""

    permission_classes = [IsAuthenticated]
    lookup_value_regex = r"\d+"

    @extend_schema(parameters=FILTERS, responses=WorkItemPage)
    def list(self, request: Request) -> Response:
        viewer = Viewer.of(request.user)
        asked = request.query_params
        if asked.get("view") or (asked.get("assigned_to") == "me" and _only_open(request)):
            return self._inbox(request, viewer)
        pages = WorkItemPages()
        rows = pages.paginate_queryset(_filtered(request, viewer), request, view=self)
        return pages.get_paginated_response(described(rows or []))

    @extend_schema(responses=WorkItemShape)
    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(described([self._item(request, pk)[1]])[0])

    @extend_schema(methods=["GET"], responses={200: ScreenShape, 403: REFUSED, 409: REFUSED})
    @extend_schema(
        methods=["POST"],
        request=ScreenBody,
        responses={
            200: OpenApiResponse(ScreenShape, description="the next screen, or `{finished: true}`"),
            409: OpenApiResponse(OpenApiTypes.OBJECT, description="screen_moved_on, with the current `screen`; ..."),
            422: OpenApiResponse(OpenApiTypes.OBJECT, description="errors by field in `fields`, and the `screen`"),
        },
    )
    @action(detail=True, methods=["get", "post"])
    def screen(self, request: Request, pk: str) -> Response:
        """The screen the caller stands at (GET), or an answer to it (POST)."""
        viewer, item = self._item(request, pk)
        if request.method == "GET":
            return Response(screen_json(services.look(viewer=viewer, item=item)))
        body = ScreenBody(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            state = services.answer(viewer=viewer, item=item, **body.validated_data)
        except ScreenMovedOn as refusal:
            now = screen_json(refusal.context["screen"])
            return Response({**refusal_body(refusal), "screen": now}, status=refusal.status)
        return _answered(state)

    @extend_schema(request=None, responses={200: WorkItemShape, 409: REFUSED})
    @action(detail=True, methods=["post"])
    def claim(self, request: Request, pk: str) -> Response:
        """Take the item for oneself: the first claim wins, the others learn who has it."""
        viewer, item = self._item(request, pk)
        return Response(described([services.claim(viewer=viewer, item=item)])[0])

    @extend_schema(request=None, responses={200: WorkItemShape, 409: REFUSED})
    @action(detail=True, methods=["post"])
    def release(self, request: Request, pk: str) -> Response:
        viewer, item = self._item(request, pk)
        return Response(described([services.release(viewer=viewer, item=item)])[0])

    @extend_schema(request=ReassignBody, responses={200: WorkItemShape, 403: REFUSED, 409: REFUSED, 422: REFUSED})
    @action(detail=True, methods=["post"])
    def reassign(self, request: Request, pk: str) -> Response:
        """Hand the item to a user, group or queue: mail again, the assignment clock restarts."""
        viewer, item = self._item(request, pk)
        body = ReassignBody(data=request.data)
        body.is_valid(raise_exception=True)
        to = body.validated_data["assignee"]
        changed = reassigning.reassign(
            viewer=viewer, item=item, kind=to["kind"], name=to["name"], reason=body.validated_data["reason"]
        )
        return Response(described([changed])[0])

    @extend_schema(request=DecideBody, responses={200: WorkItemShape, 409: REFUSED, 422: REFUSED})
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Approve or reject an approval without its screens."""
        viewer, item = self._item(request, pk)
        body = DecideBody(data=request.data)
        body.is_valid(raise_exception=True)
        services.decide(viewer=viewer, item=item, **body.validated_data)
        return self.retrieve(request, pk)

    def _item(self, request: Request, pk: str) -> tuple[Viewer, WorkItem]:
        viewer = Viewer.of(request.user)
        return viewer, selectors.item_for(viewer, int(pk))

    def _inbox(self, request: Request, viewer: Viewer) -> Response:
        """The caller's open items in due order, by the inbox's own query."""
        view = inbox.VIEWS.get(request.query_params.get("view") or "all")
        if view is None or view not in inbox.views_for(viewer):
            raise Invalid(summary="There is no such view.", fields={"view": "There is no such view."})
        size = min(max(_number(request, "limit") or WorkItemPages.page_size, 1), WorkItemPages.max_page_size)
        page = inbox.page(viewer, view, cursor=request.query_params.get("cursor", ""), size=size)
        link = _linker(request)
        return Response({"results": described(page.rows), "next": link(page.next), "previous": link(page.previous)})


def _only_open(request: Request) -> bool:
    asked = request.query_params
    return asked.get("status") == WorkItemStatus.ASSIGNED and not asked.get("run") and not asked.get("record")


def _filtered(request: Request, viewer: Viewer) -> QuerySet[WorkItem]:
    items, asked = selectors.visible_items(viewer), request.query_params
    match asked.get("assigned_to", ""):
        case "":
            pass
        case "me":
            items = items.filter(selectors.to_do_of(viewer))
        case _:
            raise Invalid(summary="assigned_to can be `me` only.", fields={"assigned_to": "Say `me`."})
    if status := asked.get("status"):
        if status not in WorkItemStatus.values:
            raise Invalid(summary="There is no such status.", fields={"status": ", ".join(WorkItemStatus.values)})
        items = items.filter(status=status)
    if run := _number(request, "run"):
        items = items.filter(run_id=run)
    return items.filter(record_id=asked["record"]) if asked.get("record") else items


def _number(request: Request, name: str) -> int | None:
    text = request.query_params.get(name, "")
    if text and not text.isdecimal():
        raise Invalid(summary=f"{name} is a number.", fields={name: "A number, please."})
    return int(text) if text else None


def _linker(request: Request) -> Callable[[str], str | None]:
    def link(cursor: str) -> str | None:
        query: Any = request.query_params.copy()
        query["cursor"] = cursor
        return f"{request.build_absolute_uri(request.path)}?{query.urlencode()}" if cursor else None

    return link


def _answered(state: ScreenState) -> Response:
    if state.view is not None and state.view.errors:
        words = "Some answers are not valid. Nothing typed is lost."
        body = {"code": "invalid", "detail": words, "fields": state.view.errors, "screen": screen_json(state)}
        return Response(body, status=422)
    return Response(screen_json(state))
