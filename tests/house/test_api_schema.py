"""The schema of the REST API: complete, valid, and the same as the page that reviewers see."""

import io

from django.core.management import call_command
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

from tests.house.source import ROOT

SNAPSHOT = ROOT / "docs" / "openapi.yaml"
REFRESH = "python manage.py spectacular --file docs/openapi.yaml"


def test_the_schema_is_valid_and_every_call_is_described():
    with GENERATOR_STATS.silence():
        schema = SchemaGenerator().get_schema(request=None, public=True)
    validate_schema(schema)
    undescribed = [
        f"{method} {path}"
        for path, calls in schema["paths"].items()
        for method, call in calls.items()
        if method in {"get", "post", "put", "patch", "delete"} and not call.get("responses")
    ]
    assert undescribed == []


def test_the_snapshot_is_what_the_code_serves():
    with GENERATOR_STATS.silence():
        schema = SchemaGenerator().get_schema(request=None, public=True)
    served = OpenApiYamlRenderer().render(schema, renderer_context={}).decode()
    assert served == SNAPSHOT.read_text(), f"The API changed. Look at the change, then: {REFRESH}"


def test_the_generator_has_no_complaint():
    said = io.StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=io.StringIO(), stderr=said)
    assert said.getvalue() == ""
