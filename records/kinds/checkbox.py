"""Checkboxes: true or false, never null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from engine.values import Kind
from records.kinds.base import BadValue, FieldType

if TYPE_CHECKING:
    from records.models import RecordField

_TEXTS = {"true": True, "1": True, "on": True, "yes": True, "false": False, "0": False, "off": False, "no": False}


class CheckboxType(FieldType):
    value_kind = Kind.BOOLEAN

    def clean(self, field: RecordField, raw: Any) -> Any:
        value = self._read(raw)
        return False if value is None else value

    def _read(self, raw: Any) -> Any:
        if raw is None or raw == "":
            return None
        if isinstance(raw, bool):
            return raw
        if isinstance(raw, str) and raw.strip().lower() in _TEXTS:
            return _TEXTS[raw.strip().lower()]
        raise BadValue(_("Answer yes or no."))

    def key(self, value: Any) -> str:
        return "1" if value else "0"
