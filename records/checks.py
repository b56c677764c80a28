"""Checks of what is about to be saved. All that is wrong is said at once, by field."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from engine.values import RecordValue
from records.catalog import fields_by_name
from records.expressions import KeyOf
from records.ids import user_pk, user_record_id
from records.kinds import KINDS, BadValue
from records.models import Record, RecordField, RecordObject
from records.query import records_of
from web.errors import Invalid

Values = dict[str, Any]


def refuse(obj: RecordObject, wrong: dict[str, str]) -> None:
    """raises Invalid when anything is wrong; its summary says it in one sentence."""
    if wrong:
        fields = fields_by_name(obj)
        parts = [f"{fields[name.lower()].label if name.lower() in fields else name}: {wrong[name]}" for name in wrong]
        raise Invalid(summary=_("%(object)s cannot be saved. ") % {"object": obj.label} + " ".join(parts), fields=wrong)


def clean_new(obj: RecordObject, given: Values) -> Values:
    """Values for a new record, with defaults; every field that is required is there. raises Invalid."""
    values, wrong = _clean(obj, given, None)
    for field in fields_by_name(obj).values():
        name = field.api_name
        if field.is_read_only or name == "OwnerId":
            continue
        if name not in values and name not in wrong:
            value = _default(field)
            if value is not None:
                values[name] = value
        if field.required and values.get(name) is None:
            wrong.setdefault(name, _("Fill this in."))
    refuse(obj, wrong)
    return values


def clean_change(obj: RecordObject, given: Values, before: RecordValue) -> Values:
    """The fields that really change. raises Invalid."""
    values, wrong = _clean(obj, given, before)
    fields = fields_by_name(obj)
    for name, value in values.items():
        if value is None and fields[name.lower()].required:
            wrong[name] = _("Fill this in.")
    refuse(obj, wrong)
    return {name: value for name, value in values.items() if value != before.fields.get(name)}


def _clean(obj: RecordObject, given: Values, before: RecordValue | None) -> tuple[Values, dict[str, str]]:
    fields = fields_by_name(obj)
    values: Values = {}
    wrong: dict[str, str] = {}
    for name, raw in given.items():
        field = fields.get(name.lower())
        if field is None:
            wrong[name] = _("There is no such field.")
        elif field.is_read_only:
            # A record that was read and is written back holds these too; only a new value is refused.
            if before is not None and raw != before.fields.get(field.api_name):
                wrong[name] = _("This cannot be changed.")
        else:
            try:
                values[field.api_name] = KINDS[field.kind].clean(field, raw)
            except BadValue as bad:
                wrong[field.api_name] = str(bad)
    return values, wrong


def _default(field: RecordField) -> Any:
    if not field.default:
        return False if field.kind == "checkbox" else None
    try:
        return KINDS[field.kind].clean(field, field.default)
    except BadValue:
        return None


def check_lookups(obj: RecordObject, many: Iterable[Values]) -> None:
    """Every record that is looked up exists. One query for records, one for users, none without lookups."""
    fields = fields_by_name(obj)
    wanted: dict[str, set[str]] = defaultdict(set)
    for values in many:
        for name, value in values.items():
            if value is not None and fields[name.lower()].kind == "lookup":
                wanted[name].add(value)
    if not wanted:
        return
    known = existing_ids({record_id for ids in wanted.values() for record_id in ids})
    wrong = {name: _("There is no such record.") for name, ids in wanted.items() if not ids <= known}
    refuse(obj, wrong)


def existing_ids(ids: set[str]) -> set[str]:
    users = {record_id: pk for record_id in ids if (pk := user_pk(record_id)) is not None}
    known: set[str] = set()
    if users:
        found = set(get_user_model()._default_manager.filter(pk__in=users.values()).values_list("pk", flat=True))
        known |= {record_id for record_id, pk in users.items() if pk in found and record_id == user_record_id(pk)}
    if others := ids - set(users):
        known |= set(Record.objects.filter(pk__in=others).values_list("pk", flat=True))
    return known


def check_unique(obj: RecordObject, many: list[tuple[str, Values]]) -> None:
    """No other record has the value of a unique field. many: (record id, values). One query for each such field."""
    wrong: dict[str, str] = {}
    for field in fields_by_name(obj).values():
        if not field.unique:
            continue
        keys = [
            (record_id, KINDS[field.kind].key(values[field.api_name]))
            for record_id, values in many
            if values.get(field.api_name) is not None
        ]
        if not keys:
            continue
        ids = [record_id for record_id, _key in keys]
        taken = records_of(obj).annotate(key=KeyOf(field.api_name)).filter(key__in=[key for _id, key in keys])
        if len({key for _id, key in keys}) < len(keys) or taken.exclude(pk__in=ids).exists():
            wrong[field.api_name] = _("Another record has this value already.")
    refuse(obj, wrong)
