"""Users saved anywhere (Django admin, a host project, our own pages) are changes of records too."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models.signals import post_save, pre_save

from engine.values import RecordValue
from people.models import Profile
from records.catalog import object_named
from records.history import write_history
from records.ids import user_record_id
from records.rows import packed
from records.signals import Change, announce
from records.users import COLUMNS, OBJECT, column_of, load_users, stored_of, users, value_of_user

_quiet: ContextVar[bool] = ContextVar("user_changes_quiet", default=False)
_PROFILE_COLUMNS = {"manager", "manager_id", "custom_values"}


def connect() -> None:
    for model in (get_user_model(), Profile):
        pre_save.connect(_remember, sender=model)
        post_save.connect(_tell, sender=model)


@contextmanager
def announced_by_caller() -> Iterator[None]:
    """Inside, saves of users and profiles are not announced: records.services does it, with who and why."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def _remember(sender: Any, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """Before the save: what the user looks like as a record."""
    instance._record_before = None
    if raw or _quiet.get() or not _matters(sender, update_fields):
        return
    pk = instance.user_id if sender is Profile else instance.pk
    if pk is not None and (sender is Profile or not instance._state.adding):
        instance._record_before = load_users([pk]).get(user_record_id(pk) or "")


def _tell(sender: Any, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """After the save: history and the signal, in one transaction with the save where the caller opened one."""
    if raw or _quiet.get() or not _matters(sender, update_fields) or object_named(OBJECT) is None:
        return
    before: RecordValue | None = instance._record_before
    pk = instance.user_id if sender is Profile else instance.pk
    user = users().get(pk=pk)
    after = value_of_user(user)
    if before is not None and before.fields == after.fields:
        return
    with transaction.atomic():
        write_history(OBJECT, [(after.id, stored_of(before) if before else None, stored_of(after))], by=None, cause="")
        announce([Change(OBJECT, after.id, packed(before) if before else None, packed(after))], by=None, cause="")


def _matters(sender: Any, update_fields: Any) -> bool:
    """Whether the columns that are saved are fields of the User object (a log-in saves only last_login)."""
    if update_fields is None:
        return True
    if sender is Profile:
        return bool(_PROFILE_COLUMNS & set(update_fields))
    return bool({column_of(name) for name in COLUMNS} & set(update_fields))
