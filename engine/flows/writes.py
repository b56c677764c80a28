"""What of a record is written: only fields that are its own and that differ from what was read."""

from typing import Any

from engine.document.operands import Named
from engine.flows.relations import MISSING
from engine.flows.scope import FlowScope
from engine.values import Json, RecordValue, pack

SYSTEM_FIELDS = frozenset(
    name.casefold()
    for name in (
        "Id",
        "CreatedDate",
        "CreatedById",
        "LastModifiedDate",
        "LastModifiedById",
        "SystemModstamp",
        "LastViewedDate",
        "LastReferencedDate",
        "IsDeleted",
    )
)


def new_fields(record: RecordValue) -> dict[str, Json]:
    """The fields of a record to be created: what the system keeps, related records and empty ones are left out."""
    return {name: pack(value) for name, value in _own(record).items() if value is not None}


def changed_fields(record: RecordValue, origin: dict[str, Any] | None) -> dict[str, Json]:
    """The fields that differ from `origin` (as read); all own fields when it was never read."""
    before = origin or {}
    return {name: pack(value) for name, value in _own(record).items() if before.get(name, MISSING) != value}


def given_fields(values: tuple[Named, ...], scope: FlowScope) -> dict[str, Json]:
    """Fields from a definition's list of values. A record stands for its id. raises Fault; NeedFacts"""
    return {value.name: pack(_scalar(scope.resolve(value.value))) for value in values}


def _own(record: RecordValue) -> dict[str, Any]:
    return {
        name: value
        for name, value in record.fields.items()
        if name.casefold() not in SYSTEM_FIELDS and not isinstance(value, RecordValue | list)
    }


def _scalar(value: Any) -> Any:
    return (value.id or None) if isinstance(value, RecordValue) else value


def records_in(value: Any) -> list[RecordValue]:
    """The records of a resource: one, or a collection; none for null."""
    members = value if isinstance(value, list) else [value]
    return [member for member in members if isinstance(member, RecordValue)]
