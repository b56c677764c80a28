"""What a kind of field knows: how a value is checked, stored, read back, and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.values import Kind

if TYPE_CHECKING:
    from records.models import RecordField


class BadValue(Exception):
    """The value does not fit the field; the message is for people."""


class FieldType:
    """One kind of field. Instances hold no state.

    value_kind: what formulas and conditions see
    """

    value_kind: Kind = Kind.TEXT
    can_be_indexed = True

    def clean(self, field: RecordField, raw: Any) -> Any:
        """The value that `raw` (an engine Value, JSON or typed text) means for the field, None for empty.

        raises: BadValue
        """
        raise NotImplementedError  # pragma: no cover - each kind has its own

    def store(self, value: Any) -> Any:
        """A clean value as JSON."""
        return value

    def load(self, stored: Any) -> Any:
        """The value that `store` gave."""
        return stored

    def key(self, value: Any) -> str:
        """Text that compares, as bytes, like the value: the same on every database."""
        return str(value)
