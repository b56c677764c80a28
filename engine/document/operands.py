"""What a definition may put where a value is expected: a literal, a reference, a formula."""

from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from engine.values import Kind


class Literal(msgspec.Struct, tag="literal", frozen=True):
    """A written-down value. `text` is its canonical spelling: "12.5", "true", "2026-01-31", ISO date/time in UTC."""

    kind: Kind
    text: str

    @property
    def value(self) -> Any:
        """raises ValueError when the text is not of the kind."""
        match self.kind:
            case Kind.NUMBER | Kind.CURRENCY:
                try:
                    return Decimal(self.text)
                except InvalidOperation as error:
                    raise ValueError(f"not a number: {self.text}") from error
            case Kind.BOOLEAN:
                return self.text.lower() == "true"
            case Kind.DATE:
                return date.fromisoformat(self.text)
            case Kind.DATETIME:
                return datetime.fromisoformat(self.text)
            case Kind.TIME:
                return time.fromisoformat(self.text.rstrip("Z"))
            case _:
                return self.text


class Reference(msgspec.Struct, tag="reference", frozen=True):
    """The value of a resource: "recordId", "Ask.Outputs.amount", "$Record.Owner.Email"."""

    path: str

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.path.split("."))


class Expression(msgspec.Struct, tag="expression", frozen=True):
    """A formula written in place; `kind` is what it should give ("" unknown)."""

    text: str
    kind: str = ""


Operand = Literal | Reference | Expression


class Named(msgspec.Struct, frozen=True, omit_defaults=True):
    """A named input or assignment: `value` None means "given, but empty" (the reference product exports such)."""

    name: str
    value: Operand | None = None
    extra: dict[str, Any] = {}
