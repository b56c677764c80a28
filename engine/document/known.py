"""What a check may ask about the world outside the definition. The builder room answers from its database."""

from collections.abc import Mapping
from typing import Protocol

import msgspec

from engine.values import Kind


class FieldFact(msgspec.Struct, frozen=True):
    """A field of an object; `target` is the object a lookup leads to, else ""; `choices` the only values it takes,
    () where any value may stand. Kind RECORD: the name leads to the object `target` itself (custom settings)."""

    name: str
    kind: Kind
    target: str = ""
    choices: tuple[str, ...] = ()


class VariableFact(msgspec.Struct, frozen=True):
    name: str
    kind: Kind
    collection: bool = False
    required: bool = False
    object: str = ""


class FlowFact(msgspec.Struct, frozen=True):
    """What a caller may know of another flow: its kind (engine.document.FlowKind value) and its declared variables."""

    api_name: str
    kind: str
    is_active: bool
    inputs: Mapping[str, VariableFact] = {}
    outputs: Mapping[str, VariableFact] = {}


class Known(Protocol):
    """Also answers for "$Label", "$Permission" and "$Setup" as for objects whose fields are the names there are; a
    world without them has no such object. `field_names(object)`, where a world has it, serves a did-you-mean."""

    def has_object(self, name: str) -> bool: ...

    def field(self, object_name: str, field_name: str) -> FieldFact | None:
        """The field, standard ones (Id, Name, OwnerId, CreatedDate ...) included; None when there is none."""
        ...

    def flow(self, api_name: str) -> FlowFact | None: ...

    def has_assignee(self, kind: str, name: str) -> bool:
        """Whether a user (by username), group or queue (by API name) of that name exists and can be given work."""
        ...
