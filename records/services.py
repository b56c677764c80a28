"""Writing records. These act for the system and check no rights; people's doors are in records/desk.py.

Every function saves, writes history and sends `records_changed` in one transaction: its own, or the caller's.
`by` is a user or None (the system); `cause` says what made it happen, e.g. "run:42".
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from engine.values import RecordValue
from records import checks, ports, user_services
from records.catalog import fields_by_name
from records.errors import PreconditionFailed, RecordChanged, RecordInUse, UnknownRecord
from records.history import write_history
from records.ids import USER_PREFIX, new_id, user_pk
from records.models import Record, RecordObject
from records.rows import object_of, packed, put, stored_owner, value_of
from records.selectors import get_object
from records.signals import Change, announce
from records.users import is_users
from web.errors import Invalid, Refusal

__all__ = ["PreconditionFailed", "create", "create_many", "delete", "delete_many", "update", "update_many"]

Values = dict[str, Any]


def create(*, object: str, values: Values, by: Any, cause: str = "", owner: Any = None) -> RecordValue:
    """Create one record. raises Invalid with fields; UnknownObject."""
    return create_many(object=object, rows=[values], by=by, cause=cause, owner=owner)[0]


def create_many(
    *, object: str, rows: Sequence[Values], by: Any, cause: str = "", owner: Any = None
) -> list[RecordValue]:
    """Create records of one object, all or none. The owner is OwnerId's, else `owner`, else `by`."""
    obj = get_object(object)
    if not rows:
        return []
    if is_users(obj):
        with _one_transaction():
            return [user_services.create_user(obj, values, by=by, cause=cause) for values in rows]
    with _one_transaction():
        saves = [
            ports.Save(obj.api_name, new_id(obj.key_prefix), None, checks.clean_new(obj, values)) for values in rows
        ]
        if ports.before_save(saves, by=by, cause=cause):
            for save in saves:
                save.values = checks.clean_new(obj, save.values)
        checks.check_lookups(obj, [save.values for save in saves])
        checks.check_unique(obj, [(save.record_id, save.values) for save in saves])
        with _writing(obj):
            return _insert(obj, saves, by, cause, owner or by)


def update(
    *, record_id: str, values: Values, by: Any, expected_version: int | None = None, cause: str = ""
) -> RecordValue:
    """Change one record. What does not change anything writes nothing and tells nobody.

    raises: RecordChanged when the record's version is not the expected one; Invalid; UnknownRecord
    """
    return _update([(record_id, values)], by, cause, expected_version)[0]


def update_many(changes: Sequence[tuple[str, Values]], by: Any, cause: str = "") -> list[RecordValue]:
    """Change records of any objects, all or none; one select and one update for all of them."""
    return _update(list(changes), by, cause, None)


def delete(*, record_id: str, by: Any, cause: str = "", expected_version: int | None = None) -> None:
    """Delete a record. Lookups that point at it stay as they are, and show that it is gone."""
    _delete([record_id], by, cause, expected_version)


def delete_many(*, record_ids: Sequence[str], by: Any, cause: str = "") -> None:
    """Delete records of any objects, all or none; one select and one delete for all of them."""
    _delete(list(dict.fromkeys(record_ids)), by, cause, None)


def _delete(ids: list[str], by: Any, cause: str, version: int | None) -> None:
    if any(record_id.startswith(USER_PREFIX) for record_id in ids):
        raise RecordInUse(name=_("A person"), reason=_("people are deactivated, so that history keeps their names."))
    with _one_transaction():
        rows = {row.pk: row for row in Record.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
        for record_id in ids:
            if record_id not in rows:
                raise UnknownRecord(id=record_id)
            _expect(rows[record_id], version)
        lines: dict[str, list[Any]] = {}
        changes = []
        for row in rows.values():
            name = object_of(row).api_name
            lines.setdefault(name, []).append((row.pk, stored_owner(row.values, row.owner_id), None))
            changes.append(Change(name, row.pk, packed(value_of(row)), None))
        with transaction.atomic(savepoint=False):
            try:
                Record.objects.filter(pk__in=ids).delete()
            except ProtectedError as error:
                names = ", ".join(str(row) for row in list(rows.values())[:3])
                raise RecordInUse(name=names, reason=_("other data needs it.")) from error
            for object_name, of_object in lines.items():
                write_history(object_name, of_object, by=by, cause=cause)
            announce(changes, by=by, cause=cause)


@contextmanager
def _one_transaction() -> Iterator[None]:
    """The caller's transaction, or one of our own. Checks inside may refuse without spoiling the caller's."""
    if connection.in_atomic_block:
        yield
        return
    try:
        with transaction.atomic():
            yield
    except Refusal as refusal:
        ports.save_refused(refusal)
        raise


@contextmanager
def _writing(obj: RecordObject) -> Iterator[None]:
    """The part that writes: whatever fails in it takes the whole transaction (or the caller's savepoint) back."""
    try:
        with transaction.atomic(savepoint=False):
            yield
    except IntegrityError as error:
        if "record_key_" in str(error) or "unique" in str(error).lower():
            raise Invalid(summary=_("Another record has this value already.")) from error
        raise


def _insert(obj: RecordObject, saves: list[ports.Save], by: Any, cause: str, owner: Any) -> list[RecordValue]:
    _number(obj, saves)
    now = timezone.now()
    rows = []
    for save in saves:
        said = save.values.get("OwnerId")
        owner_pk = user_pk(str(said)) if said else getattr(owner, "pk", None)
        row = Record(
            id=save.record_id,
            object_id=obj.pk,
            owner_id=owner_pk,
            created_at=now,
            created_by=by,
            modified_at=now,
            modified_by=by,
        )
        put(row, obj, save.values)
        rows.append(row)
    Record.objects.bulk_create(rows)
    lines = [(row.pk, None, stored_owner(row.values, row.owner_id)) for row in rows]
    write_history(obj.api_name, lines, by=by, cause=cause)
    values = [value_of(row) for row in rows]
    announce([Change(obj.api_name, value.id, None, packed(value)) for value in values], by=by, cause=cause)
    return values


def _number(obj: RecordObject, saves: list[ports.Save]) -> None:
    """Fill auto-numbered fields. The object's row is the counter: whoever takes numbers holds it until commit."""
    fields = [field for field in fields_by_name(obj).values() if field.auto_number]
    if not fields:
        return
    RecordObject.objects.filter(pk=obj.pk).update(next_number=F("next_number") + len(saves))
    after = RecordObject.objects.values_list("next_number", flat=True).get(pk=obj.pk)
    for number, save in enumerate(saves, start=after - len(saves)):
        for field in fields:
            save.values[field.api_name] = numbered(field.auto_number, number)


def numbered(pattern: str, number: int) -> str:
    """The text of an auto-number: "Q-{0000}" and 7 give "Q-0007"."""
    head, brace, rest = pattern.partition("{")
    digits, _brace, tail = rest.partition("}")
    return f"{head}{number:0{max(len(digits), 1)}d}{tail}" if brace else f"{pattern}{number}"


def _expect(row: Record, version: int | None) -> None:
    if version is not None and row.version != version:
        raise RecordChanged(name=row.name or row.pk, version=row.version)


def _update(changes: list[tuple[str, Values]], by: Any, cause: str, version: int | None) -> list[RecordValue]:
    merged: dict[str, Values] = {}
    for record_id, values in changes:
        merged[record_id] = {**merged.get(record_id, {}), **values}
    own = [record_id for record_id in merged if not record_id.startswith(USER_PREFIX)]
    with _one_transaction():
        done = {
            record_id: user_services.update_user(record_id, merged[record_id], by=by, cause=cause, version=version)
            for record_id in merged
            if record_id.startswith(USER_PREFIX)
        }
        if own:
            done |= _update_rows({record_id: merged[record_id] for record_id in own}, by, cause, version)
    return [done[record_id] for record_id, _values in changes]


def _update_rows(changes: dict[str, Values], by: Any, cause: str, version: int | None) -> dict[str, RecordValue]:
    rows = {row.pk: row for row in Record.objects.select_for_update().filter(pk__in=changes).order_by("pk")}
    saves: list[tuple[Record, ports.Save]] = []
    results: dict[str, RecordValue] = {}
    for record_id, given in changes.items():
        if (row := rows.get(record_id)) is None:
            raise UnknownRecord(id=record_id)
        _expect(row, version)
        obj, before = object_of(row), value_of(row)
        results[record_id] = before
        saves.append((row, ports.Save(obj.api_name, row.pk, before, checks.clean_change(obj, given, before))))
    saves = [(row, save) for row, save in saves if save.values]
    if not saves:
        return results
    if ports.before_save([save for _row, save in saves], by=by, cause=cause):
        for row, save in saves:
            save.values = checks.clean_change(object_of(row), save.values, save.before)  # type: ignore[arg-type]
    for obj in {row.object_id: object_of(row) for row, _save in saves}.values():
        mine = [(row.pk, save.values) for row, save in saves if row.object_id == obj.pk]
        checks.check_lookups(obj, [values for _pk, values in mine])
        checks.check_unique(obj, mine)
    with _writing(object_of(saves[0][0])):
        results |= _write_changes(saves, by, cause)
    return results


def _write_changes(saves: list[tuple[Record, ports.Save]], by: Any, cause: str) -> dict[str, RecordValue]:
    now = timezone.now()
    lines: dict[str, list[Any]] = {}
    for row, save in saves:
        stored = stored_owner(row.values, row.owner_id)
        if "OwnerId" in save.values:
            row.owner_id = user_pk(str(save.values["OwnerId"] or ""))
        put(row, object_of(row), save.values)
        row.version += 1
        row.modified_at, row.modified_by = now, by
        lines.setdefault(save.object, []).append((row.pk, stored, stored_owner(row.values, row.owner_id)))
    columns = ["values", "keys", "name", "owner", "version", "modified_at", "modified_by"]
    if len(saves) == 1:
        saves[0][0].save(update_fields=columns, force_update=True)
    else:
        Record.objects.bulk_update([row for row, _save in saves], columns, batch_size=500)
    for object_name, of_object in lines.items():
        write_history(object_name, of_object, by=by, cause=cause)
    results = {row.pk: value_of(row) for row, _save in saves}
    announce(
        [Change(save.object, row.pk, packed(save.before), packed(results[row.pk])) for row, save in saves],  # type: ignore[arg-type]
        by=by,
        cause=cause,
    )
    return results
