"""Flows over REST. Views read the request and call one service."""

from typing import Any

import msgspec
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from builder import drafts, services
from builder.access import MANAGE, require_activation
from builder.api import serializers as shapes
from builder.checks import problems_of
from builder.drawing import drawn
from builder.errors import DraftMovedOn, FlowExists
from builder.listing import ListQuery, with_state
from builder.models import Flow, FlowVersion
from builder.selectors import definition_of, get_flow, version_of, versions_of
from engine.document import Definition, dump, parse
from web.errors import Invalid, NotFound
from web.paging import CursorPages
from web.permissions import needs

MAY = [needs(MANAGE)]


class ByLabel(CursorPages):
    ordering = "label"  # cursor pages break ties by themselves


def detail(flow: Flow, version: FlowVersion) -> dict[str, Any]:
    stated = with_state(Flow.objects.filter(pk=flow.pk)).get()
    stated.version, stated.document = version.number, version.document  # type: ignore[attr-defined]
    return shapes.FlowDetailSerializer(stated).data


def read(serializer: type, request: Request) -> dict[str, Any]:
    filled = serializer(data=request.data)
    filled.is_valid(raise_exception=True)
    return filled.validated_data


def same_name(definition: Definition, flow: Flow) -> Definition:
    if definition.api_name != flow.api_name:
        raise Invalid(summary="The document is of another flow.", fields={"document": f"api_name: {flow.api_name}"})
    return definition


class Flows(ListAPIView):
    permission_classes = MAY
    serializer_class = shapes.FlowSerializer
    pagination_class = ByLabel

    def get_queryset(self) -> QuerySet[Flow]:
        return ListQuery.of(self.request.query_params).rows()

    @extend_schema(
        parameters=[
            OpenApiParameter("q", str, description="part of the label or API name"),
            OpenApiParameter("kind", str),
            OpenApiParameter("status", str, enum=["active", "draft", "obsolete"]),
        ]
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(request=shapes.NewFlowSerializer, responses={201: shapes.FlowDetailSerializer})
    def post(self, request: Request) -> Response:
        """Makes a flow with its first version, a draft."""
        data = read(shapes.NewFlowSerializer, request)
        definition = data["document"]
        if Flow.objects.filter(api_name=definition.api_name).exists():
            raise FlowExists(api_name=definition.api_name)
        version = services.save_version(definition=definition, by=request.user, note=data["note"])
        return Response(detail(version.flow, version), status=201)


class OneFlow(APIView):
    permission_classes = MAY

    @extend_schema(
        parameters=[OpenApiParameter("version", int, description="a number; else the active one, else the latest")],
        responses=shapes.FlowDetailSerializer,
    )
    def get(self, request: Request, api_name: str) -> Response:
        flow = get_flow(api_name)
        number = request.query_params.get("version", "")
        if number and not number.isdecimal():
            raise NotFound(what="version", name=number)
        version = version_of(flow, int(number)) if number else flow.active or version_of(flow)
        return Response(detail(flow, version))


class Draft(APIView):
    permission_classes = MAY

    @extend_schema(responses=shapes.DraftSerializer)
    def get(self, request: Request, api_name: str) -> Response:
        """The caller's own draft; while there is none, the latest version. The ETag guards PUT."""
        flow = get_flow(api_name)
        return self._answer(flow, drafts.draft_of(flow, request.user))

    @extend_schema(
        request=shapes.DocumentSerializer,
        parameters=[OpenApiParameter("If-Match", str, OpenApiParameter.HEADER)],
        responses={200: shapes.DraftSerializer, 412: shapes.DraftConflictSerializer},
    )
    def put(self, request: Request, api_name: str) -> Response:
        flow = get_flow(api_name)
        definition = same_name(read(shapes.DocumentSerializer, request)["document"], flow)
        if_match = request.headers.get("If-Match", "").removeprefix("W/").strip('"')
        try:
            saved = drafts.save_draft(flow=flow, user=request.user, document=dump(definition), if_match=if_match)
        except DraftMovedOn as refusal:
            return self._conflict(flow, drafts.draft_of(flow, request.user), refusal)
        return self._answer(flow, saved)

    def _answer(self, flow: Flow, draft: drafts.DraftView) -> Response:
        return Response(self._shape(flow, draft), headers={"ETag": f'"{draft.etag}"'})

    @extend_schema(responses={204: None})
    def delete(self, request: Request, api_name: str) -> Response:
        """Throws the caller's draft away."""
        drafts.discard_draft(flow=get_flow(api_name), user=request.user)
        return Response(status=204)

    def _conflict(self, flow: Flow, theirs: drafts.DraftView, refusal: DraftMovedOn) -> Response:
        base = theirs.base or version_of(flow)
        began = drafts.DraftView(base.document, f"v{base.number}", base, None)
        body = {"base": self._shape(flow, began), "theirs": self._shape(flow, theirs)}
        return Response(
            {"code": refusal.code, "detail": refusal.detail, **body},
            status=refusal.status,
            headers={"ETag": f'"{theirs.etag}"'},
        )

    def _shape(self, flow: Flow, draft: drafts.DraftView) -> dict[str, Any]:
        return {
            "api_name": flow.api_name,
            "etag": draft.etag,
            "base_version": draft.base.number if draft.base else None,
            "modified_at": draft.modified_at,
            "document": draft.document,
        }


class Check(APIView):
    permission_classes = MAY

    @extend_schema(request=shapes.OptionalDocumentSerializer, responses=shapes.ProblemsSerializer)
    def post(self, request: Request, api_name: str) -> Response:
        """Problems of the document sent; else of the caller's draft; else of the latest version."""
        flow = get_flow(api_name)
        definition = read(shapes.OptionalDocumentSerializer, request).get("document")
        if definition is None:
            definition = parse(drafts.draft_of(flow, request.user).document)
        return Response({"problems": msgspec.to_builtins(problems_of(same_name(definition, flow)))})


class Draw(APIView):
    permission_classes = MAY

    @extend_schema(request=shapes.DocumentSerializer, responses=shapes.DrawnSerializer)
    def post(self, request: Request, api_name: str) -> Response:
        """What to show of the document sent, in words, and its problems."""
        definition = same_name(read(shapes.DocumentSerializer, request)["document"], get_flow(api_name))
        return Response(drawn(definition))


class Activate(APIView):
    permission_classes = MAY

    @extend_schema(request=shapes.ActivateSerializer, responses=shapes.FlowDetailSerializer)
    def post(self, request: Request, api_name: str) -> Response:
        """Errors refuse it with 422 and every problem."""
        flow = get_flow(api_name)
        version = version_of(flow, read(shapes.ActivateSerializer, request).get("version"))
        require_activation(request.user, definition_of(version))
        return Response(detail(flow, services.activate(version=version, by=request.user)))


class Deactivate(APIView):
    permission_classes = MAY

    @extend_schema(request=None, responses=shapes.FlowDetailSerializer)
    def post(self, request: Request, api_name: str) -> Response:
        flow = services.deactivate(flow=get_flow(api_name), by=request.user)
        return Response(detail(flow, version_of(flow)))


class Versions(ListAPIView):
    permission_classes = MAY
    serializer_class = shapes.VersionSerializer
    pagination_class = CursorPages

    def get_queryset(self) -> QuerySet[FlowVersion]:
        if getattr(self, "swagger_fake_view", False):
            return FlowVersion.objects.none()
        return versions_of(get_flow(self.kwargs["api_name"]))

    @extend_schema(request=shapes.NoteSerializer, responses={201: shapes.VersionSerializer})
    def post(self, request: Request, api_name: str) -> Response:
        """Saves the caller's draft as a version."""
        flow = get_flow(api_name)
        note = read(shapes.NoteSerializer, request)["note"]
        version = drafts.save_draft_as_version(flow=flow, user=request.user, note=note)
        return Response(shapes.VersionSerializer(version).data, status=201)
