"""The language over REST: its catalogue, and formulas and conditions tried while they are written."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from builder.access import MANAGE
from builder.api import trial_shapes as shapes
from builder.catalogue import catalogue_for_people
from builder.trial import sample_for, try_conditions, try_formula
from web.permissions import needs

MAY = [needs(MANAGE)]


def read(serializer: type, request: Request) -> dict[str, Any]:
    filled = serializer(data=request.data)
    filled.is_valid(raise_exception=True)
    return filled.validated_data


class CatalogueView(APIView):
    permission_classes = MAY

    @extend_schema(responses=shapes.CATALOGUE)
    def get(self, request: Request) -> Response:
        """Operators by the left side's kind, functions, resources, global variables, kinds and limits."""
        return Response(catalogue_for_people())


class TryFormula(APIView):
    permission_classes = MAY

    @extend_schema(request=shapes.TryFormulaSerializer, responses=shapes.TriedFormulaSerializer)
    def post(self, request: Request) -> Response:
        """Checks a formula and runs it on a record the caller may see, or on values. Nothing is kept."""
        data = read(shapes.TryFormulaSerializer, request)
        sample = sample_for(request.user, data["sample"])
        return Response(shapes.TriedFormulaSerializer(try_formula(data["text"], sample, wanted=data["kind"])).data)


class TryConditions(APIView):
    permission_classes = MAY

    @extend_schema(request=shapes.TryConditionsSerializer, responses=shapes.TriedConditionsSerializer)
    def post(self, request: Request) -> Response:
        """Checks conditions and judges every row on a record the caller may see, or on values. Nothing is kept."""
        data = read(shapes.TryConditionsSerializer, request)
        sample = sample_for(request.user, data["sample"])
        tried = try_conditions(data["conditions"], sample, on_fields=data["on_fields"])
        return Response(shapes.TriedConditionsSerializer(tried).data)
