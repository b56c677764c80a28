"""The page of the REST API, drawn from the schema that `/api/schema/` serves."""

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from drf_spectacular.generators import SchemaGenerator

from web.access import signed_in

METHODS = ("get", "post", "put", "patch", "delete")
JSON = "application/json"


@dataclass(frozen=True)
class Kind:
    """words: as "text", "list of", "one of a, b"; shape: the name of an object described below, "" for none."""

    words: str
    shape: str = ""


@dataclass(frozen=True)
class Member:
    """A parameter, or a member of an object. place: "path", "query", or "" for a member."""

    name: str
    kind: Kind
    required: bool
    about: str
    place: str = ""


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    about: str
    anchor: str
    parameters: list[Member] = field(default_factory=list)
    body: Kind | None = None
    answers: list[tuple[str, Kind | None]] = field(default_factory=list)


@signed_in
@require_GET
def api_docs(request: HttpRequest) -> HttpResponse:
    """`/api/docs/`"""
    groups, shapes = documentation()
    return render(request, "web/api_docs.html", {"groups": groups, "shapes": shapes})


@lru_cache(maxsize=1)
def documentation() -> tuple[list[tuple[str, list[Call]]], list[tuple[str, str, list[Member]]]]:
    """Calls by their first word, and the objects that they take and give. The schema changes only with the code."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    calls = [
        (operation["tags"][0], _call(method, path, operation))
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
        if method in METHODS
    ]
    groups = [(tag, [call for _tag, call in group]) for tag, group in groupby(calls, key=lambda pair: pair[0])]
    shapes = [
        (name, shape.get("description", ""), _members(shape) or [Member("", _kind(shape), False, "")])
        for name, shape in schema["components"]["schemas"].items()
    ]
    return groups, shapes


def _call(method: str, path: str, operation: dict[str, Any]) -> Call:
    parameters = [
        Member(one["name"], _kind(one["schema"]), one.get("required", False), one.get("description", ""), one["in"])
        for one in operation.get("parameters", [])
    ]
    return Call(
        method=method.upper(),
        path=path,
        about=operation.get("description", ""),
        anchor=operation["operationId"],
        parameters=sorted(parameters, key=lambda one: one.place != "path"),
        body=_content(operation.get("requestBody", {})),
        answers=[(status, _content(answer)) for status, answer in sorted(operation["responses"].items())],
    )


def _content(holder: dict[str, Any]) -> Kind | None:
    held = holder.get("content", {}).get(JSON)
    return _kind(held.get("schema", {})) if held else None


def _members(shape: dict[str, Any]) -> list[Member]:
    required = shape.get("required", [])
    return [
        Member(name, _kind(schema), name in required, schema.get("description", ""))
        for name, schema in shape.get("properties", {}).items()
    ]


WORDS = {
    "string": "text",
    "integer": "whole number",
    "boolean": "true or false",
    "date-time": "date and time",
    "uri": "address",
    "object": "object",
}


def _kind(schema: dict[str, Any]) -> Kind:
    """What a value is, in words."""
    if "$ref" in schema:
        return Kind("", schema["$ref"].rpartition("/")[2])
    if len(parts := schema.get("allOf", []) or schema.get("oneOf", [])):
        return _kind(parts[0])
    if schema.get("type") == "array":
        inner = _kind(schema.get("items", {}))
        return Kind(f"list of {inner.words}".strip(), inner.shape)
    if choices := [str(one) for one in schema.get("enum", []) if one not in ("", None)]:
        return Kind("one of " + ", ".join(choices))
    word = schema.get("format") or schema.get("type") or "any value"
    words = WORDS.get(str(word), str(word))
    return Kind(f"{words} or null" if schema.get("nullable") else words)
