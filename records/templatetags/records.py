"""`{% load records %}`: values of records in templates."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from records.cells import show
from records.models import RecordField
from records.selectors import displays

register = template.Library()


@register.filter
def field_value(value: Any, field: RecordField) -> SafeString | str:
    """A value as people read it. A lookup costs a query: lists use records.cells instead."""
    names = displays([value]) if field.kind == "lookup" and value else {}
    return show(field, value, names)


@register.filter
def record_link(record_id: str) -> Any:
    """The record's summary (name, url, object_label), or None when it is gone."""
    return displays([record_id]).get(record_id) if record_id else None
