"""The door for people: every function asks `records.sharing` before it acts. Pages and the REST API come in here.

What somebody may not see does not exist for them (UnknownRecord); what they see and may not change is NotAllowed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from engine.values import RecordValue
from records import locks, services, sharing
from records.errors import RecordLocked, UnknownRecord
from records.filters import Filter
from records.ids import user_pk, user_record_id
from records.models import Record, RecordObject
from records.query import records_of, where
from records.rows import object_of, value_of
from records.selectors import all_objects, get_object, object_of_id, url_of
from records.users import find_users, is_users, users, value_of_user, version_of
from web.errors import NotAllowed

EVERYTHING = Filter((), None)


@dataclass(frozen=True)
class Sheet:
    """A record with what surrounds it: its object, version, owner and times."""

    object: RecordObject
    value: RecordValue
    version: int
    owner: Any
    created_at: datetime | None
    modified_at: datetime | None
    may_edit: bool
    locked: bool = False
    locked_for: str = ""

    @property
    def id(self) -> str:
        return self.value.id

    @property
    def name(self) -> str:
        return self.value.fields.get("Name") or self.value.id

    @property
    def url(self) -> str:
        return url_of(self.object.api_name, self.value.id)


def open_objects(user: Any) -> list[RecordObject]:
    """Objects the user may look into, by label."""
    return [obj for obj in all_objects() if sharing.seen_by(user, obj) is not None]


def require_open(user: Any, obj: RecordObject) -> Q:
    """The condition on what the user sees of an object. raises NotAllowed when it is closed to them."""
    visible = sharing.seen_by(user, obj)
    if visible is None:
        raise NotAllowed(act=_("see %(records)s") % {"records": obj.plural_label})
    return visible


def rows_for(user: Any, obj: RecordObject, test: Filter = EVERYTHING) -> QuerySet[Any]:
    """Rows of an object the user sees: Record rows, or users for the User object. raises NotAllowed."""
    visible = require_open(user, obj)
    if is_users(obj):
        if not test.tests:
            return users()
        pks = [user_pk(value.id) for value in find_users(test, None, "", None)]
        return users().filter(pk__in=pks)
    return records_of(obj).filter(visible).filter(where(test)).select_related("owner")


def sheet_of(user: Any, row: Any) -> Sheet:
    """A row of `rows_for` as a sheet, without a further query."""
    if isinstance(row, get_user_model()):
        obj, value, joined = get_object("User"), value_of_user(row), getattr(row, "date_joined", None)
        editable = sharing.can_create(user, obj)
        return Sheet(obj, value, version_of(row), None, joined, joined, editable)
    obj = object_of(row)
    return Sheet(
        object=obj,
        value=value_of(row),
        version=row.version,
        owner=row.owner,
        created_at=row.created_at,
        modified_at=row.modified_at,
        may_edit=sharing.can_edit_row(user, obj, row.owner_id),
        locked=row.locked_at is not None,
        locked_for=row.locked_for,
    )


def open_record(user: Any, record_id: str, object: str = "") -> Sheet:
    """One record. `object`: the API name the address said, which must be the record's own. raises UnknownRecord."""
    obj = object_of_id(record_id)
    if obj is None or (object and obj.api_name.lower() != object.lower()):
        raise UnknownRecord(id=record_id)
    if not sharing.can_see(user, obj, record_id):
        raise UnknownRecord(id=record_id)
    if is_users(obj):
        row = users().filter(pk=user_pk(record_id)).first()
    else:
        row = Record.objects.filter(pk=record_id).select_related("owner").first()
    if row is None:
        raise UnknownRecord(id=record_id)
    return sheet_of(user, row)


def create(user: Any, *, object: str, values: dict[str, Any]) -> Sheet:
    obj = get_object(object)
    require_create(user, obj)
    made = services.create(object=obj.api_name, values=values, by=user)
    return _after_save(user, obj, made.id)


def update(user: Any, *, record_id: str, values: dict[str, Any], expected_version: int | None = None) -> Sheet:
    sheet = require_edit(user, record_id)
    services.update(record_id=sheet.id, values=values, by=user, expected_version=expected_version)
    return _after_save(user, sheet.object, sheet.id)


def delete(user: Any, *, record_id: str, expected_version: int | None = None) -> None:
    sheet = require_edit(user, record_id)
    services.delete(record_id=sheet.id, by=user, expected_version=expected_version)


def require_create(user: Any, obj: RecordObject) -> None:
    if not sharing.can_create(user, obj):
        raise NotAllowed(act=_("create %(records)s") % {"records": obj.plural_label})


def require_edit(user: Any, record_id: str, object: str = "") -> Sheet:
    """The record, when the user may change it. raises UnknownRecord, NotAllowed, RecordLocked."""
    sheet = open_record(user, record_id, object)
    if not sheet.may_edit:
        raise NotAllowed(act=_("change %(name)s") % {"name": sheet.name})
    if sheet.locked and not sharing.passes_locks(user):
        raise RecordLocked(name=sheet.name, why=sheet.locked_for)
    return sheet


def unlock(user: Any, *, record_id: str) -> None:
    """raises RecordLocked when the person may not"""
    locks.unlock(record_id=record_id, by=user)


def _after_save(user: Any, obj: RecordObject, record_id: str) -> Sheet:
    """The saved record as it is now, also when its new owner is somebody else."""
    if is_users(obj):
        return sheet_of(user, users().get(pk=user_pk(record_id)))
    return sheet_of(user, Record.objects.select_related("owner").get(pk=record_id))


def record_id_of(user: Any) -> str:
    return user_record_id(user.pk) or ""
