"""The world as the database knows it, for checks. One `World` serves one pass; it remembers what it looked up."""

from collections.abc import Callable
from functools import cache, cached_property

from builder.definitions import definition_of
from builder.models import Flow, FlowVersion
from engine.document import Definition
from engine.document.known import FieldFact, FlowFact, VariableFact
from engine.values import Kind
from people.models import CustomSetting, Label
from people.selectors import resolve_assignee
from records.models import RecordField, RecordObject
from web.errors import Refusal

KINDS = {
    "text": Kind.TEXT,
    "long_text": Kind.TEXT,
    "number": Kind.NUMBER,
    "currency": Kind.CURRENCY,
    "percent": Kind.NUMBER,
    "checkbox": Kind.BOOLEAN,
    "date": Kind.DATE,
    "datetime": Kind.DATETIME,
    "picklist": Kind.PICKLIST,
    "lookup": Kind.TEXT,
    "email": Kind.TEXT,
    "phone": Kind.TEXT,
    "url": Kind.TEXT,
}
SYSTEM_FIELDS = {
    fact.name: fact
    for fact in (
        FieldFact("Id", Kind.TEXT),
        FieldFact("Name", Kind.TEXT),
        FieldFact("OwnerId", Kind.TEXT, "User"),
        FieldFact("CreatedDate", Kind.DATETIME),
        FieldFact("CreatedById", Kind.TEXT, "User"),
        FieldFact("LastModifiedDate", Kind.DATETIME),
        FieldFact("LastModifiedById", Kind.TEXT, "User"),
    )
}


class World:
    """Implements engine.document.known.Known."""

    def __init__(self) -> None:
        self.flow = cache(self._flow)  # type: ignore[method-assign]
        self.has_assignee = cache(self._has_assignee)  # type: ignore[method-assign]
        self._fields_of = cache(self._load_fields)

    def has_object(self, name: str) -> bool:
        return name in self._objects or name.partition(".")[0] in ("$Label", "$Setup")

    def field(self, object_name: str, field_name: str) -> FieldFact | None:
        if object_name.startswith("$"):
            return self._kept.get(object_name, {}).get(field_name.casefold())
        if object_name not in self._objects:
            return None
        return self._fields_of(object_name).get(field_name) or SYSTEM_FIELDS.get(field_name)

    def field_names(self, object_name: str) -> tuple[str, ...]:
        if object_name.startswith("$"):
            return tuple(fact.name for fact in self._kept.get(object_name, {}).values())
        return (*self._fields_of(object_name), *SYSTEM_FIELDS)

    def flow(self, api_name: str) -> FlowFact | None:
        return self._flow(api_name)

    def has_assignee(self, kind: str, name: str) -> bool:
        return self._has_assignee(kind, name)

    @property
    def _objects(self) -> frozenset[str]:
        if not hasattr(self, "_object_names"):
            self._object_names = frozenset(RecordObject.objects.values_list("api_name", flat=True))
        return self._object_names

    @cached_property
    def _kept(self) -> dict[str, dict[str, FieldFact]]:
        """Labels and custom settings as objects whose fields are the names there are."""
        labels = [FieldFact(name, Kind.TEXT) for name in Label.objects.values_list("api_name", flat=True)]
        kept = {"$Label": labels, "$Setup": []}
        for name, fields in CustomSetting.objects.values_list("api_name", "fields"):
            kept["$Setup"].append(FieldFact(name, Kind.RECORD, f"$Setup.{name}"))
            kept[f"$Setup.{name}"] = [FieldFact(field["name"], Kind(field["kind"])) for field in fields]
        return {name: {fact.name.casefold(): fact for fact in facts} for name, facts in kept.items()}

    def _load_fields(self, object_name: str) -> dict[str, FieldFact]:
        rows = RecordField.objects.filter(object__api_name=object_name).values_list(
            "api_name", "kind", "target__api_name", "restricted", "choices"
        )
        return {
            name: FieldFact(name, KINDS[kind], target or "", _values(choices) if restricted else ())
            for name, kind, target, restricted, choices in rows
        }

    def _flow(self, api_name: str) -> FlowFact | None:
        flow = Flow.objects.filter(api_name=api_name).first()
        if flow is None:
            return None
        version_id = flow.active_id or (
            FlowVersion.objects.filter(flow=flow).order_by("-number").values_list("pk", flat=True).first()
        )
        if version_id is None:
            return FlowFact(api_name, flow.kind, is_active=False)
        definition = definition_of(version_id)
        return FlowFact(
            api_name,
            definition.kind.value,
            is_active=flow.active_id is not None,
            inputs=_facts(definition, inputs=True),
            outputs=_facts(definition, inputs=False),
        )

    def _has_assignee(self, kind: str, name: str) -> bool:
        try:
            return resolve_assignee(kind, name) is not None
        except Refusal:  # inactive, or a group without people
            return False


def _values(choices: list[dict[str, str]]) -> tuple[str, ...]:
    return tuple(choice.get("value", "") for choice in choices)


def _facts(definition: Definition, *, inputs: bool) -> dict[str, VariableFact]:
    return {
        variable.name: VariableFact(
            variable.name, variable.kind, variable.collection, variable.required, variable.object
        )
        for variable in definition.variables
        if (variable.is_input if inputs else variable.is_output)
    }


def field_labels() -> Callable[[str, str], str]:
    """Labels of fields by object and API name, "" for what is not here. One query an object, remembered."""

    @cache
    def labels(object_name: str) -> dict[str, str]:
        return dict(RecordField.objects.filter(object__api_name=object_name).values_list("api_name", "label"))

    return lambda object_name, name: labels(object_name).get(name, "") if object_name else ""
