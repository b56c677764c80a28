"""What a formula or condition can name in a definition: each sort of resource, how it is written, what it gives."""

import msgspec


class ResourceFact(msgspec.Struct, frozen=True):
    """written: the shape of its reference; gives: a kind, "declared" (as it was declared) or "any"; where: "flow",
    "orchestration" or both."""

    resource: str
    means: str
    written: str
    gives: str
    where: tuple[str, ...] = ("flow", "orchestration")


_FLOW, _ORCHESTRATION = ("flow",), ("orchestration",)
_STATUSES = '"Not Started", "In Progress", "Completed", "Error" ...'
RESOURCES = (
    ResourceFact("variable", "a value that is given, changed and handed on; one or a collection", "Name", "declared"),
    ResourceFact("record variable", "a record; fields and relations follow after dots", "Name.Field", "any"),
    ResourceFact("constant", "a value that never changes", "Name", "declared"),
    ResourceFact("formula", "computed each time it is read", "Name", "declared"),
    ResourceFact("text template", "a text with merge fields, rich or plain", "Name", "text"),
    ResourceFact("choice", "what a person can choose on a screen: its stored value", "Name", "declared", _FLOW),
    ResourceFact(
        "choice set", "choices made of records, a picklist or a collection", "Field (of the screen)", "declared", _FLOW
    ),
    ResourceFact("screen field", "what a person answered", "Field", "declared", _FLOW),
    ResourceFact("outcome", "whether a decision's outcome held; null before the decision", "Outcome", "boolean"),
    ResourceFact("element", "whether it was visited; a Get Records element: what it found", "Element", "any", _FLOW),
    ResourceFact(
        "stage", "true: it ran well; false: it failed; null: not (yet) run", "Stage", "boolean", _ORCHESTRATION
    ),
    ResourceFact("stage status", f"a text: {_STATUSES}", "Stage.Status", "text", _ORCHESTRATION),
    ResourceFact("step", "whether it is completed; null before it ran", "Step", "boolean", _ORCHESTRATION),
    ResourceFact("step status", f"a text: {_STATUSES}", "Step.Status", "text", _ORCHESTRATION),
    ResourceFact(
        "step output", "what its flow handed back; null before it ran", "Step.Outputs.name", "declared", _ORCHESTRATION
    ),
    ResourceFact("field", "a field of the record that started it", "$Record.Field", "declared"),
    ResourceFact("related field", "a field of a record it points at, several steps far", "$Record.Owner.Email", "any"),
)
