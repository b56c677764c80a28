"""One shape for every error of the REST API: `{code, detail, problems?, fields?}`."""

from typing import Any

from rest_framework import exceptions
from rest_framework.response import Response

from web.errors import Refusal


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    from rest_framework.views import exception_handler as drf_exception_handler  # settings load this file first

    if isinstance(exc, Refusal):
        return Response(refusal_body(exc), status=exc.status)
    response = drf_exception_handler(exc, context)
    if response is None:
        return None
    if isinstance(exc, exceptions.ValidationError):
        fields = exc.detail if isinstance(exc.detail, dict) else {"": exc.detail}
        response.status_code = 422
        response.data = {"code": "invalid", "detail": "The request is not valid.", "fields": fields}
    elif isinstance(exc, exceptions.APIException):
        codes = exc.get_codes()
        response.data = {"code": codes if isinstance(codes, str) else "error", "detail": str(exc.detail)}
    else:  # Http404, PermissionDenied
        code = "not_found" if response.status_code == 404 else "not_allowed"
        response.data = {"code": code, "detail": str(response.data.get("detail", ""))}
    return response


def refusal_body(refusal: Refusal) -> dict[str, Any]:
    body: dict[str, Any] = {"code": refusal.code, "detail": refusal.detail}
    if refusal.problems:
        body["problems"] = refusal.problems
    if refusal.fields:
        body["fields"] = refusal.fields
    return body
