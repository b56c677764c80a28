"""REST calls of objects and records. They parse, call the desk and answer; no rule lives here."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers, status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from engine.document.conditions import Operator
from records import desk
from records.errors import PreconditionFailed, RecordChanged
from records.filters import read_filter
from records.selectors import all_objects, get_object
from records.serializers import ObjectSerializer, ObjectWithFieldsSerializer, RecordBody, RecordSerializer
from web.errors import Invalid
from web.paging import CursorPages

PAGING = {"limit", "cursor", "format"}
IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="The ETag that was read.")
LIST_PARAMETERS = [
    OpenApiParameter("limit", int, description="Rows per page, at most 200."),
    OpenApiParameter("cursor", str, description="From `next` or `previous`."),
]


def page_of(name: str, row: type[serializers.Serializer]) -> Any:
    """The shape of a list answer, for the schema."""
    address = serializers.URLField(allow_null=True)
    return inline_serializer(name, {"results": row(many=True), "next": address, "previous": address})


class ObjectList(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(operation_id="objects_list", responses=page_of("ObjectPage", ObjectSerializer))
    def get(self, request: Request) -> Response:
        """All objects, by label."""
        rows = ObjectSerializer(all_objects(), many=True).data
        return Response({"results": rows, "next": None, "previous": None})


class ObjectDetail(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(operation_id="objects_retrieve", responses=ObjectWithFieldsSerializer)
    def get(self, request: Request, api_name: str) -> Response:
        """One object with its fields."""
        return Response(ObjectWithFieldsSerializer(get_object(api_name)).data)


class RecordList(APIView):
    """Records of one object the caller may see."""

    permission_classes = [IsAuthenticated]

    @extend_schema(
        operation_id="records_list", parameters=LIST_PARAMETERS, responses=page_of("RecordPage", RecordSerializer)
    )
    def get(self, request: Request, object: str) -> Response:
        """Newest first. Any field may be a filter: `?Status=Draft&AccountId=001...`; an empty value asks for null."""
        obj = get_object(object)
        rows = [
            (name, Operator.EQUAL_TO, request.query_params[name] or None)
            for name in request.query_params
            if name not in PAGING
        ]
        paginator = CursorPages()
        page = paginator.paginate_queryset(desk.rows_for(request.user, obj, read_filter(obj, rows)), request, view=self)
        sheets = [desk.sheet_of(request.user, row) for row in page or []]
        return paginator.get_paginated_response(RecordSerializer(sheets, many=True).data)

    @extend_schema(operation_id="records_create", request=RecordBody, responses={201: RecordSerializer})
    def post(self, request: Request, object: str) -> Response:
        sheet = desk.create(request.user, object=object, values=fields_in(request))
        response = answer(sheet, status.HTTP_201_CREATED)
        response["Location"] = request.build_absolute_uri(sheet.id + "/")
        return response


class RecordDetail(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(operation_id="records_retrieve", responses=RecordSerializer)
    def get(self, request: Request, object: str, record_id: str) -> Response:
        return answer(desk.open_record(request.user, record_id, object))

    @extend_schema(
        operation_id="records_update",
        request=RecordBody,
        parameters=[IF_MATCH],
        responses={200: RecordSerializer, 412: OpenApiResponse(description="`record_changed`: the ETag is stale.")},
    )
    def patch(self, request: Request, object: str, record_id: str) -> Response:
        """Changes the fields that are given. With `If-Match`, only the version that was read."""
        desk.open_record(request.user, record_id, object)
        try:
            sheet = desk.update(
                request.user, record_id=record_id, values=fields_in(request), expected_version=version_in(request)
            )
        except RecordChanged as changed:
            raise PreconditionFailed(**changed.context) from changed
        return answer(sheet)

    @extend_schema(operation_id="records_destroy", parameters=[IF_MATCH], responses={204: None})
    def delete(self, request: Request, object: str, record_id: str) -> Response:
        desk.open_record(request.user, record_id, object)
        try:
            desk.delete(request.user, record_id=record_id, expected_version=version_in(request))
        except RecordChanged as changed:
            raise PreconditionFailed(**changed.context) from changed
        return Response(status=status.HTTP_204_NO_CONTENT)


def answer(sheet: desk.Sheet, code: int = status.HTTP_200_OK) -> Response:
    return Response(RecordSerializer(sheet).data, status=code, headers={"ETag": f'"{sheet.version}"'})


def fields_in(request: Request) -> dict[str, Any]:
    """The `fields` of the body. raises Invalid"""
    body = request.data
    if not isinstance(body, dict) or not isinstance(body.get("fields"), dict):
        raise Invalid(summary="The body is {fields: {...}}.", fields={"fields": "An object of values by field name."})
    return body["fields"]


def version_in(request: Request) -> int | None:
    """The version an If-Match header names; None without one and for `*`. A tag not of ours matches nothing."""
    header = request.headers.get("If-Match", "").strip()
    if header in ("", "*"):
        return None
    tag = header.removeprefix("W/").strip('"')
    return int(tag) if tag.isascii() and tag.isdecimal() else -1
