"""Writing users as records."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from engine.values import RecordValue
from records import checks, ports
from records.errors import RecordChanged, UnknownRecord
from records.history import write_history
from records.ids import user_pk, user_record_id
from records.models import RecordObject
from records.rows import packed
from records.selectors import get_object
from records.signals import Change, announce
from records.user_changes import announced_by_caller
from records.users import OBJECT, column_of, stored_of, users, value_of_user, version_of, write
from web.errors import Invalid


def create_user(obj: RecordObject, values: dict[str, Any], *, by: Any, cause: str) -> RecordValue:
    """A new user, who cannot sign in until somebody gives a password."""
    save = ports.Save(OBJECT, "", None, checks.clean_new(obj, values))
    if ports.before_save([save], by=by, cause=cause):
        save.values = checks.clean_new(obj, save.values)
    checks.check_lookups(obj, [save.values])
    return _save(obj, get_user_model()(), None, save, by, cause)


def update_user(record_id: str, values: dict[str, Any], *, by: Any, cause: str, version: int | None) -> RecordValue:
    """Change a user; what changes nothing writes nothing."""
    obj = get_object(OBJECT)
    if (pk := user_pk(record_id)) is None:
        raise UnknownRecord(id=record_id)
    get_user_model()._default_manager.select_for_update().filter(pk=pk).values_list("pk").first()
    user = users().filter(pk=pk).first()
    if user is None:
        raise UnknownRecord(id=record_id)
    if version is not None and version_of(user) != version:
        raise RecordChanged(name=str(user), version=version_of(user))
    before = value_of_user(user)
    save = ports.Save(OBJECT, before.id, before, checks.clean_change(obj, values, before))
    if not save.values:
        return before
    if ports.before_save([save], by=by, cause=cause):
        save.values = checks.clean_change(obj, save.values, before)
    checks.check_lookups(obj, [save.values])
    return _save(obj, user, before, save, by, cause)


def _save(
    obj: RecordObject, user: Any, before: RecordValue | None, save: ports.Save, by: Any, cause: str
) -> RecordValue:
    _check(obj, user, save)
    try:
        with transaction.atomic(savepoint=False), announced_by_caller():
            write(user, save.values)
            after = value_of_user(users().get(pk=user.pk))
            write_history(
                OBJECT, [(after.id, stored_of(before) if before else None, stored_of(after))], by=by, cause=cause
            )
            change = Change(OBJECT, after.id, packed(before) if before else None, packed(after))
            announce([change], by=by, cause=cause)
            return after
    except IntegrityError as error:
        raise Invalid(summary=_("Another person has this username already.")) from error


def _check(obj: RecordObject, user: Any, save: ports.Save) -> None:
    """What a user model asks beside the fields: a username of its own; nobody is their own manager."""
    wrong = {}
    if (name := save.values.get("Username")) is not None:
        others = get_user_model()._default_manager.filter(**{f"{column_of('Username')}__iexact": name})
        if others.exclude(pk=user.pk).exists():
            wrong["Username"] = _("Another person has this username already.")
    if user.pk is not None and save.values.get("ManagerId") == user_record_id(user.pk):
        wrong["ManagerId"] = _("A person cannot be their own manager.")
    checks.refuse(obj, wrong)
