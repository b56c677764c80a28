"""Locking a record against changes by people.

Automations that act for the system pass, and who sets up the application.
"""

from typing import Any

from django.utils import timezone

from records.errors import RecordLocked, UnknownRecord
from records.models import Record
from records.sharing import passes_locks


def lock(*, record_id: str, reason: str = "") -> None:
    """Locking a locked record changes nothing. raises UnknownRecord"""
    now = timezone.now()
    fresh = Record.objects.filter(pk=record_id, locked_at__isnull=True).update(locked_at=now, locked_for=reason[:200])
    if not fresh and not Record.objects.filter(pk=record_id).exists():
        raise UnknownRecord(id=record_id)


def unlock(*, record_id: str, by: Any = None) -> None:
    """by: None for the system. raises UnknownRecord; RecordLocked when the person may not"""
    row = Record.objects.filter(pk=record_id).first()
    if row is None:
        raise UnknownRecord(id=record_id)
    if row.locked_at is None:
        return
    if by is not None and not passes_locks(by):
        raise RecordLocked(name=row.name or row.pk, why=row.locked_for)
    Record.objects.filter(pk=record_id).update(locked_at=None, locked_for="")
