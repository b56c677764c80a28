"""Kinds whose values are text: text, long text, email, phone, URL, picklist, lookup."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext as _

from engine.values import Kind, RecordValue
from records.kinds.base import BadValue, FieldType

if TYPE_CHECKING:
    from records.models import RecordField

_is_email = EmailValidator()
_is_url = URLValidator(schemes=["http", "https"])


def as_text(raw: Any) -> str:
    """The text of a scalar; other values are refused."""
    match raw:
        case str():
            return raw
        case bool():
            return "true" if raw else "false"
        case Decimal() | int() | float():
            return format(Decimal(str(raw)).normalize(), "f")
        case datetime() | date() | time():
            return raw.isoformat()
        case RecordValue():
            return raw.id
    raise BadValue(_("Write text here."))


class TextType(FieldType):
    """Text of one line, up to `length` characters. Spaces around it are dropped; empty is null."""

    default_length = 255

    def clean(self, field: RecordField, raw: Any) -> Any:
        if raw is None:
            return None
        text = as_text(raw).replace("\x00", "").strip()
        if not text:
            return None
        self.check(field, text)
        return text

    def check(self, field: RecordField, text: str) -> None:
        most = field.length or self.default_length
        if len(text) > most:
            raise BadValue(_("At most %(most)d characters; this has %(has)d.") % {"most": most, "has": len(text)})

    def key(self, value: Any) -> str:
        return value.casefold()


class LongTextType(TextType):
    default_length = 131_072
    can_be_indexed = False


class EmailType(TextType):
    def check(self, field: RecordField, text: str) -> None:
        super().check(field, text)
        try:
            _is_email(text)
        except ValidationError:
            raise BadValue(_("This is not an email address.")) from None


class PhoneType(TextType):
    default_length = 40


class UrlType(TextType):
    def clean(self, field: RecordField, raw: Any) -> Any:
        text = super().clean(field, raw)
        if text is None:
            return None
        with_scheme = text if "://" in text else f"https://{text}"
        try:
            _is_url(with_scheme)
        except ValidationError:
            raise BadValue(_("This is not a web address.")) from None
        return with_scheme


class PicklistType(TextType):
    """One of the field's choices; an open (not restricted) picklist takes any text."""

    value_kind = Kind.PICKLIST

    def check(self, field: RecordField, text: str) -> None:
        super().check(field, text)
        if field.restricted and text not in {choice["value"] for choice in field.choices}:
            raise BadValue(_("“%(value)s” is not one of the choices.") % {"value": text})


class LookupType(TextType):
    """The id of a record of `target`. That the record exists is checked in one go (records/lookups.py)."""

    default_length = 40

    def key(self, value: Any) -> str:
        return value  # ids compare exactly

    def check(self, field: RecordField, text: str) -> None:
        super().check(field, text)
        if field.target is not None and not text.startswith(field.target.key_prefix):
            message = _("This is not a record of %(object)s.") % {"object": field.target.label}
            raise BadValue(message)
