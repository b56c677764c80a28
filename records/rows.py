"""Rows of the records table as engine values, and back."""

from typing import Any

from engine.values import RecordValue, pack
from records.catalog import catalog, fields_by_name
from records.ids import user_record_id
from records.kinds import KINDS
from records.models import Record, RecordField, RecordObject
from records.query import TIME_COLUMNS, USER_COLUMNS

_SYSTEM = {"Id", *USER_COLUMNS, *TIME_COLUMNS}


def object_of(row: Record) -> RecordObject:
    return catalog().by_id.get(row.object_id) or row.object


def value_of(row: Record) -> RecordValue:
    """The record with all its fields, empty ones as None."""
    obj = object_of(row)
    stored = row.values
    fields: dict[str, Any] = {
        "Id": row.pk,
        "OwnerId": user_record_id(row.owner_id),
        "CreatedDate": row.created_at,
        "CreatedById": user_record_id(row.created_by_id),
        "LastModifiedDate": row.modified_at,
        "LastModifiedById": user_record_id(row.modified_by_id),
    }
    for field in fields_by_name(obj).values():
        name = field.api_name
        if name not in _SYSTEM:
            held = stored.get(name)
            fields[name] = _empty(field) if held is None else KINDS[field.kind].load(held)
    fields["Name"] = row.name or None
    return RecordValue(obj.api_name, row.pk, fields)


def _empty(field: RecordField) -> Any:
    return False if field.kind == "checkbox" else None


def packed(record: RecordValue) -> dict[str, Any]:
    """The record's fields packed, as a Change carries them."""
    return {name: pack(value) for name, value in record.fields.items()}


def put(row: Record, obj: RecordObject, values: dict[str, Any]) -> None:
    """Write clean values into a row, with their keys, and its name."""
    fields = fields_by_name(obj)
    stored, keys = dict(row.values), dict(row.keys)
    for name, value in values.items():
        if name == "OwnerId":
            continue
        if value is None:
            stored.pop(name, None)
            keys.pop(name, None)
        else:
            kind = KINDS[fields[name.lower()].kind]
            stored[name] = kind.store(value)
            keys[name] = kind.key(value)
    if obj.name_format:
        name = composed_name(obj, stored)
        if name:
            stored["Name"], keys["Name"] = name, name.casefold()
    row.values, row.keys = stored, keys
    row.name = stored.get("Name") or ""


def composed_name(obj: RecordObject, stored: dict[str, Any]) -> str:
    """The Name that `name_format` makes of other fields: "{FirstName} {LastName}"."""

    class Blank(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return ""

    return " ".join(obj.name_format.format_map(Blank(stored)).split())[:255]


def stored_owner(values: dict[str, Any], pk: int | None) -> dict[str, Any]:
    """The stored values with the owner, as history shows them."""
    owner = user_record_id(pk)
    return {**values, "OwnerId": owner} if owner else dict(values)


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """{field: [before, after]} of what differs."""
    names = sorted({*before, *after})
    return {name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)}
