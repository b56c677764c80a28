"""Kinds of fields: one class each, one line in the registry."""

from records.kinds.base import BadValue, FieldType
from records.kinds.checkbox import CheckboxType
from records.kinds.dates import DateTimeType, DateType
from records.kinds.number import CurrencyType, NumberType, PercentType
from records.kinds.text import EmailType, LongTextType, LookupType, PhoneType, PicklistType, TextType, UrlType

__all__ = ["KINDS", "BadValue", "FieldType"]

KINDS: dict[str, FieldType] = {
    "text": TextType(),
    "long_text": LongTextType(),
    "number": NumberType(),
    "currency": CurrencyType(),
    "percent": PercentType(),
    "checkbox": CheckboxType(),
    "date": DateType(),
    "datetime": DateTimeType(),
    "picklist": PicklistType(),
    "lookup": LookupType(),
    "email": EmailType(),
    "phone": PhoneType(),
    "url": UrlType(),
}
