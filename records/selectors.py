"""Reading records and their objects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from engine.document.conditions import Conditions
from engine.values import RecordValue
from people.selectors import label_of
from records import catalog
from records.errors import RecordLocked, UnknownField, UnknownObject
from records.filters import Row, read_filter
from records.ids import user_pk, user_record_id
from records.models import Record, RecordField, RecordObject
from records.query import ordering, records_of, where
from records.rows import value_of
from records.sharing import can_create, can_edit_row, can_see, passes_locks, seen_among, seen_by
from records.users import find_users, is_users, load_users, users


@dataclass(frozen=True)
class RecordSummary:
    """A record in one line, for links. url is "" where no page shows it."""

    id: str
    object: str
    object_label: str
    name: str
    url: str


def get_object(api_name: str) -> RecordObject:
    """The object with this API name, in any case. Shared with everybody: never change it. raises UnknownObject."""
    found = catalog.object_named(api_name)
    if found is None:
        raise UnknownObject(object=api_name)
    return found


def all_objects() -> list[RecordObject]:
    """Every object, by label."""
    return sorted(catalog.catalog().by_id.values(), key=lambda obj: obj.label)


def fields_of(object: RecordObject | str) -> tuple[RecordField, ...]:
    """The object's fields in order, the system's own last (`is_system`). Shared: never change one. No query."""
    obj = get_object(object) if isinstance(object, str) else object
    return tuple(catalog.fields_by_name(obj).values())


def field_of(object: RecordObject | str, api_name: str) -> RecordField | None:
    obj = get_object(object) if isinstance(object, str) else object
    return catalog.field_named(obj, api_name)


def picklist_values(object: str, field: str) -> list[tuple[str, str]]:
    """(value, label) in the field's order, () for a field that is no picklist. raises UnknownObject, UnknownField"""
    choices = _field(get_object(object), field).choices
    return [(choice["value"], choice.get("label") or choice["value"]) for choice in choices or ()]


def relation_of(object: RecordObject | str, name: str) -> RecordField | None:
    """The lookup field behind a relationship name: "Account" is AccountId, "Owner" OwnerId, "Loan__r" Loan__c."""
    wanted = f"{name[:-3]}__c" if name.lower().endswith("__r") else f"{name}Id"
    field = field_of(object, wanted)
    return field if field is not None and field.kind == "lookup" else None


def object_of_id(record_id: str) -> RecordObject | None:
    """The object a record id belongs to, by its first three characters."""
    return catalog.object_with_prefix(record_id[:3]) if len(record_id) > 3 else None


def load(ids: Iterable[str]) -> dict[str, RecordValue]:
    """Records by id, of any objects, users too; ids of nothing are left out. One query for records, one for users."""
    wanted = {record_id for record_id in ids if record_id}
    pks = {record_id: pk for record_id in wanted if (pk := user_pk(record_id)) is not None}
    result: dict[str, RecordValue] = {}
    if pks:
        by_id = load_users(pks.values())
        result = {record_id: by_id[own] for record_id, pk in pks.items() if (own := user_record_id(pk) or "") in by_id}
    if others := wanted - set(pks):
        result |= {row.pk: value_of(row) for row in Record.objects.filter(pk__in=others)}
    return result


def find(
    object_api_name: str,
    conditions: Conditions | Sequence[Row] = (),
    *,
    logic: str = "and",
    fields: Sequence[str] = (),
    sort_field: str = "",
    sort_order: str = "",
    limit: int | None = None,
    user: Any = None,
) -> list[RecordValue]:
    """Records of an object that meet conditions.

    conditions: engine Conditions with literal right sides, or rows (field, Operator, Value) under `logic`
    fields:     only these fields (and Id); empty for all
    user:       only what this user may see; None acts as the system
    raises:     UnknownObject, UnknownField, BadFilter
    """
    obj = get_object(object_api_name)
    test = read_filter(obj, conditions, logic)
    sort = _field(obj, sort_field) if sort_field else None
    names = {_field(obj, name).api_name for name in fields}
    if is_users(obj):
        found = find_users(test, sort, sort_order, limit) if user is None or seen_by(user, obj) is not None else []
    else:
        rows = records_of(obj).filter(where(test))
        if user is not None:
            visible = seen_by(user, obj)
            rows = rows.none() if visible is None else rows.filter(visible)
        found = [value_of(row) for row in rows.order_by(*(ordering(sort, sort_order) if sort else ["pk"]))[:limit]]
    return [_only(value, names) for value in found] if names else found


def _field(obj: RecordObject, name: str) -> RecordField:
    field = catalog.field_named(obj, name)
    if field is None:
        raise UnknownField(object=obj.api_name, field=name)
    return field


def _only(value: RecordValue, names: set[str]) -> RecordValue:
    kept = {name: item for name, item in value.fields.items() if name in names or name == "Id"}
    return RecordValue(value.object, value.id, kept)


def url_of(object_api_name: str, record_id: str) -> str:
    try:
        return reverse("records:detail", args=[object_api_name, record_id])
    except NoReverseMatch:
        return ""


def display(record_id: str) -> RecordSummary | None:
    """A record in one line; None when there is none (any more)."""
    return displays([record_id]).get(record_id)


def displays(ids: Iterable[str]) -> dict[str, RecordSummary]:
    """Many records in one line each. One query for records, one for users."""
    wanted = {record_id for record_id in ids if record_id}
    pks = {record_id: pk for record_id in wanted if (pk := user_pk(record_id)) is not None}
    names: dict[str, str] = {}
    if pks:
        by_pk = {user.pk: label_of(user) for user in users().filter(pk__in=pks.values())}
        names = {record_id: by_pk[pk] for record_id, pk in pks.items() if pk in by_pk}
    if others := wanted - set(pks):
        names |= dict(Record.objects.filter(pk__in=others).values_list("pk", "name"))
    result = {}
    for record_id, name in names.items():
        if (obj := object_of_id(record_id)) is not None:
            url = url_of(obj.api_name, record_id)
            result[record_id] = RecordSummary(record_id, obj.api_name, obj.label, name or record_id, url)
    return result


def visible_to(user: Any, record: RecordValue | str) -> bool:
    """Whether the user may see the record."""
    record_id = record if isinstance(record, str) else record.id
    obj = object_of_id(record_id)
    return obj is not None and can_see(user, obj, record_id)


def visible_among(user: Any, ids: Iterable[str]) -> set[str]:
    """Those of the records that the user may see. At most one query for each private object among them."""
    by_object: dict[str, list[str]] = {}
    for record_id in ids:
        by_object.setdefault(record_id[:3], []).append(record_id)
    found: set[str] = set()
    for of_object in by_object.values():
        obj = object_of_id(of_object[0])
        found |= seen_among(user, obj, of_object) if obj is not None else set()
    return found


def can_edit(user: Any, record_id: str) -> bool:
    """Whether the user may change or delete the record. One query at most. raises RecordLocked"""
    obj = object_of_id(record_id)
    if obj is None or not can_create(user, obj):
        return False
    if is_users(obj):
        return True
    row = Record.objects.filter(pk=record_id).values_list("owner_id", "locked_at", "name", "locked_for").first()
    if row is None:
        return False
    owner_id, locked_at, name, why = row
    if locked_at is not None and not passes_locks(user):
        raise RecordLocked(name=name or record_id, why=why)
    return can_edit_row(user, obj, owner_id)
