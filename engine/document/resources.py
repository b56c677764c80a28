"""Resources: what a formula or condition can name besides elements."""

from typing import Any

import msgspec

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


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    name: str
    label: str
    kind: Kind = Kind.TEXT
    value: Operand | None = None
    description: str = ""
    extra: dict[str, Any] = {}
