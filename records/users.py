"""The User object: its rows live in settings.AUTH_USER_MODEL and people's profiles, custom fields in the profile."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from engine.document.conditions import Operator
from engine.values import RecordValue
from people.models import Profile
from people.selectors import label_of
from people.services import profile_of
from records.catalog import fields_by_name, object_named
from records.filters import Filter, matches
from records.ids import user_pk, user_record_id
from records.kinds import KINDS
from records.models import RecordField, RecordObject

OBJECT = "User"
COLUMNS = {
    "Username": "username",
    "FirstName": "first_name",
    "LastName": "last_name",
    "Email": "email",
    "IsActive": "is_active",
}
_PERSONAL = {"Name", "ManagerId", "Id", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById"}


def is_users(obj: RecordObject) -> bool:
    return bool(obj.model_label)


def column_of(api_name: str) -> str:
    """The user model's own column for a field."""
    return get_user_model().USERNAME_FIELD if api_name == "Username" else COLUMNS[api_name]


def users() -> QuerySet[Any]:
    return get_user_model()._default_manager.select_related("profile")


def load_users(pks: Iterable[int]) -> dict[str, RecordValue]:
    """Users as records, in one query."""
    return {value.id: value for value in map(value_of_user, users().filter(pk__in=list(pks)))}


def value_of_user(user: Any) -> RecordValue:
    obj = object_named(OBJECT)
    profile = getattr(user, "profile", None)
    custom = profile.custom_values if profile else {}
    joined = getattr(user, "date_joined", None)
    fields: dict[str, Any] = {
        "Id": user_record_id(user.pk),
        "Name": label_of(user),
        "ManagerId": user_record_id(profile.manager_id) if profile else None,
        "CreatedDate": joined,
        "CreatedById": None,
        "LastModifiedDate": joined,
        "LastModifiedById": None,
    }
    for field in fields_by_name(obj).values() if obj else ():
        name = field.api_name
        if name in COLUMNS:
            value = getattr(user, column_of(name), None)
            fields[name] = None if value == "" else value
        elif name not in _PERSONAL:
            stored = custom.get(name)
            empty = False if field.kind == "checkbox" else None
            fields[name] = empty if stored is None else KINDS[field.kind].load(stored)
    return RecordValue(OBJECT, fields["Id"], fields)


def stored_of(value: RecordValue) -> dict[str, Any]:
    """The fields as history keeps them, empty ones left out."""
    obj = object_named(OBJECT)
    fields = fields_by_name(obj) if obj else {}
    return {
        name: KINDS[fields[name.lower()].kind].store(item)
        for name, item in value.fields.items()
        if item is not None and name.lower() in fields and not fields[name.lower()].is_system
    }


def write(user: Any, values: dict[str, Any]) -> None:
    """Save clean values into the user and its profile; the caller announces the change."""
    obj = object_named(OBJECT)
    fields = fields_by_name(obj) if obj else {}
    for name in values.keys() & COLUMNS.keys():
        value = values[name]
        setattr(user, column_of(name), "" if value is None else value)
    if user.pk is None:
        user.set_unusable_password()
    user.save()
    profile = profile_of(user)
    for name in values.keys() - COLUMNS.keys():
        value = values[name]
        if name == "ManagerId":
            profile.manager_id = None if value is None else user_pk(value)
        elif value is None:
            profile.custom_values.pop(name, None)
        else:
            profile.custom_values[name] = KINDS[fields[name.lower()].kind].store(value)
    profile.version += 1
    profile.save()


def find_users(test: Filter, sort: RecordField | None, order: str, limit: int | None) -> list[RecordValue]:
    """Users that pass a filter. Sites have thousands of users, not millions: SQL narrows, Python decides."""
    found = [value for value in map(value_of_user, users().filter(_narrow(test))) if matches(test, _keys_of(value))]
    if sort is None:
        found.sort(key=lambda value: value.id)
    else:
        keyed = [(_keys_of(value)(sort), value) for value in found]
        with_key = sorted((pair for pair in keyed if pair[0] is not None), key=lambda pair: (pair[0], pair[1].id))
        if order.lower() == "desc":
            with_key.reverse()
        found = [value for _key, value in with_key] + [value for key, value in keyed if key is None]
    return found[:limit]


def _keys_of(value: RecordValue) -> Any:
    def key_of(field: RecordField) -> str | None:
        item = value.fields.get(field.api_name)
        return None if item is None else KINDS[field.kind].key(item)

    return key_of


def _narrow(test: Filter) -> Q:
    """SQL that leaves out no user the filter takes: equalities of plain ASCII text that all must hold."""
    narrow = Q()
    if not test.needs_all:
        return narrow
    for row in test.tests:
        name = row.field.api_name
        if row.operator == Operator.EQUAL_TO and row.right and row.right.isascii():
            if name == "Id":
                narrow &= Q(pk=int(row.right[3:])) if row.right[3:].isdecimal() else Q(pk__in=[])
            elif name in COLUMNS and name != "IsActive":
                narrow &= Q(**{f"{column_of(name)}__iexact": row.right})
    return narrow


def version_of(user: Any) -> int:
    profile: Profile | None = getattr(user, "profile", None)
    return profile.version if profile else 1
