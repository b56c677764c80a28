"""A world that checks can ask: objects with fields, flows with outputs, everybody can be assigned."""

from collections.abc import Mapping

from engine.document.known import FieldFact, FlowFact
from engine.values import Kind


class Known:
    """objects: fields by object, each a kind or a FieldFact; flows by API name."""

    def __init__(self, objects: Mapping[str, Mapping[str, Kind | FieldFact]] | None = None, *flows: FlowFact) -> None:
        self.objects = objects or {}
        self.flows = {flow.api_name: flow for flow in flows}

    def has_object(self, name: str) -> bool:
        return name in self.objects

    def field(self, object_name: str, field_name: str) -> FieldFact | None:
        found = self.objects.get(object_name, {}).get(field_name)
        return FieldFact(field_name, found) if isinstance(found, Kind) else found

    def field_names(self, object_name: str) -> tuple[str, ...]:
        return tuple(self.objects.get(object_name, ()))

    def flow(self, api_name: str) -> FlowFact | None:
        return self.flows.get(api_name)

    def has_assignee(self, kind: str, name: str) -> bool:
        return True
