"""What the panels of the builder offer: flows to call, objects, groups and queues. One query each."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from builder.definitions import definition_of
from builder.models import Flow, FlowVersion
from people.choices import people_like
from people.models import Group, Queue
from people.selectors import label_of
from records.models import RecordObject

KINDS = ("screen", "autolaunched", "evaluation")  # of flows that steps and conditions call
SHOWN = 500


def offered() -> dict[str, Any]:
    """{flows: [{name, label, kind, active, variables}], objects, groups, queues,
    people: [{name, label}]}."""
    flows = list(Flow.objects.filter(kind__in=KINDS).order_by("label")[:SHOWN])
    return {
        "flows": [_flow(flow, version) for flow, version in _with_versions(flows)],
        "objects": _named(RecordObject.objects.order_by("label")),
        "groups": _named(Group.objects.order_by("label")),
        "queues": _named(Queue.objects.order_by("label")),
        "people": [{"name": user.get_username(), "label": label_of(user)} for user in people_like("")[:SHOWN]],
    }


def _named(rows: Any) -> list[dict[str, str]]:
    return [{"name": name, "label": label} for name, label in rows.values_list("api_name", "label")[:SHOWN]]


def _with_versions(flows: list[Flow]) -> list[tuple[Flow, FlowVersion | None]]:
    """Each with its active version, else its latest."""
    newest = FlowVersion.objects.filter(flow=OuterRef("pk")).order_by("-number").values("pk")[:1]
    shown = Flow.objects.filter(pk__in=[flow.pk for flow in flows]).values_list(
        "pk", Coalesce("active_id", Subquery(newest))
    )
    version_of = dict(shown)
    versions = FlowVersion.objects.in_bulk([pk for pk in version_of.values() if pk])
    return [(flow, versions.get(version_of[flow.pk])) for flow in flows]


def _flow(flow: Flow, version: FlowVersion | None) -> dict[str, Any]:
    variables = definition_of(version).variables if version else ()
    facts = [
        {
            "name": one.name,
            "kind": one.kind.value,
            "required": one.required,
            "input": one.is_input,
            "output": one.is_output,
        }
        for one in variables
        if one.is_input or one.is_output
    ]
    return {
        "name": flow.api_name,
        "label": flow.label,
        "kind": flow.kind,
        "active": flow.active_id is not None,
        "variables": facts,
    }
