"""Objects and fields, held in memory. Every read and write of records asks here, so it costs no query.

A change in this process is seen at once. Another process sees it after `LIFETIME` at the latest, or at once
when it meets a name it does not know.
"""

import time
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from records.models import RecordField, RecordObject

LIFETIME = 10.0  # seconds

SYSTEM_FIELDS: tuple[tuple[str, str, Any], ...] = (
    ("Id", "lookup", _("Record ID")),
    ("CreatedDate", "datetime", _("Created")),
    ("CreatedById", "lookup", _("Created by")),
    ("LastModifiedDate", "datetime", _("Last modified")),
    ("LastModifiedById", "lookup", _("Last modified by")),
)


@dataclass
class Catalog:
    """All objects at one moment, keyed by lower-case API name. Its rows are shared: never edit one."""

    objects: dict[str, RecordObject] = field(default_factory=dict)
    by_id: dict[int, RecordObject] = field(default_factory=dict)
    by_prefix: dict[str, RecordObject] = field(default_factory=dict)
    fields: dict[int, dict[str, RecordField]] = field(default_factory=dict)


_held: tuple[float, Catalog] | None = None


def catalog() -> Catalog:
    global _held
    now = time.monotonic()
    if _held is None or now - _held[0] > LIFETIME:
        _held = (now, _read())
    return _held[1]


def forget() -> None:
    """Read the catalog afresh when it is asked for next."""
    global _held
    _held = None


def on_schema_saved(**kwargs: Any) -> None:
    """Receiver: an object or field was saved or deleted."""
    forget()
    transaction.on_commit(forget)


def object_named(api_name: str) -> RecordObject | None:
    name = api_name.lower()
    found = catalog().objects.get(name)
    if found is None and api_name:
        forget()
        found = catalog().objects.get(name)
    return found


def object_with_prefix(prefix: str) -> RecordObject | None:
    found = catalog().by_prefix.get(prefix)
    if found is None and len(prefix) == 3:
        forget()
        found = catalog().by_prefix.get(prefix)
    return found


def fields_by_name(obj: RecordObject) -> dict[str, RecordField]:
    """The object's fields by lower-case API name, the system's own included, in order."""
    held = catalog()
    if obj.pk not in held.fields:
        forget()
        held = catalog()
    return held.fields.get(obj.pk, {})


def field_named(obj: RecordObject, api_name: str) -> RecordField | None:
    found = fields_by_name(obj).get(api_name.lower())
    if found is None and api_name:
        forget()
        found = fields_by_name(obj).get(api_name.lower())
    return found


def _read() -> Catalog:
    result = Catalog()
    ordered = Prefetch("fields", RecordField.objects.order_by("position", "pk"))
    for obj in RecordObject.objects.prefetch_related(ordered).order_by("label"):
        result.objects[obj.api_name.lower()] = obj
        result.by_id[obj.pk] = obj
        result.by_prefix[obj.key_prefix] = obj
    users = result.objects.get("user")
    for obj in result.by_id.values():
        rows = list(obj.fields.all())
        for row in rows:
            row.object = obj
            row.target = result.by_id.get(row.target_id) if row.target_id else None
        named = {row.api_name.lower(): row for row in rows}
        for row in _system_fields(obj, users):
            named.setdefault(row.api_name.lower(), row)
        result.fields[obj.pk] = named
    return result


def _system_fields(obj: RecordObject, users: RecordObject | None) -> list[RecordField]:
    result = []
    for position, (name, kind, label) in enumerate(SYSTEM_FIELDS, start=10_000):
        row = RecordField(object=obj, api_name=name, kind=kind, label=label, position=position)
        row.is_system = True
        if kind == "lookup":
            row.target = obj if name == "Id" else users
        result.append(row)
    return result
