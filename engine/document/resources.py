"""Resources: what a formula or condition can name besides elements."""

from typing import Any

import msgspec

from engine.document.conditions import Conditions
from engine.document.flow_elements import OutputField, Validation
from engine.document.operands import Operand
from engine.values import Kind


class Variable(msgspec.Struct, frozen=True, omit_defaults=True):
    name: str
    kind: Kind
    description: str = ""
    object: str = ""  # for records: the object's API name
    collection: bool = False
    is_input: bool = False
    is_output: bool = False
    scale: int | None = None
    default: Operand | None = None
    required: bool = False
    extra: dict[str, Any] = {}


class Constant(msgspec.Struct, frozen=True, omit_defaults=True):
    name: str
    kind: Kind
    value: Operand | None = None
    description: str = ""
    extra: dict[str, Any] = {}


class Formula(msgspec.Struct, frozen=True, omit_defaults=True):
    name: str
    kind: Kind
    expression: str
    scale: int | None = None
    description: str = ""
    extra: dict[str, Any] = {}


class TextTemplate(msgspec.Struct, frozen=True, omit_defaults=True):
    name: str
    text: str
    plain: bool = False  # False: rich text (HTML)
    description: str = ""
    extra: dict[str, Any] = {}


class ChoiceInput(msgspec.Struct, frozen=True, omit_defaults=True):
    """A text that goes with a choice ("Other, namely ..."): once typed, it is the choice's value."""

    prompt: str = ""
    required: bool = False
    validation: Validation | None = None
    extra: dict[str, Any] = {}


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    name: str
    label: str
    kind: Kind = Kind.TEXT
    value: Operand | None = None
    description: str = ""
    input: ChoiceInput | None = None
    extra: dict[str, Any] = {}


class ChoiceSet(msgspec.Struct, frozen=True, omit_defaults=True):
    """Choices found when a screen is shown. One of the three:

    picklist: the values of the field `picklist_field` of `picklist_object`
    collection: the members of the record collection `collection`
    records: those of `object` that meet `filters` (fields on the left), sorted and limited

    display_field: what people read; value_field: what is stored, "" the record's id
    outputs: fields of the chosen record that go to variables
    """

    name: str
    kind: Kind = Kind.TEXT
    description: str = ""
    object: str = ""
    filters: Conditions = Conditions()
    sort_field: str = ""
    sort_order: str = ""  # "asc", "desc"
    limit: int | None = None
    display_field: str = ""
    value_field: str = ""
    outputs: tuple[OutputField, ...] = ()
    picklist_object: str = ""
    picklist_field: str = ""
    collection: str = ""
    extra: dict[str, Any] = {}
