"""The history of records: one line for each save that changed something."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from records.models import RecordChange
from records.rows import differences

Stored = dict[str, Any]


def write_history(
    object_name: str, lines: Iterable[tuple[str, Stored | None, Stored | None]], *, by: Any, cause: str
) -> None:
    """Write lines (record id, stored values before, after) in one statement. None: was not, or is no more, there."""
    now = timezone.now()
    RecordChange.objects.bulk_create(
        [
            RecordChange(
                record_id=record_id,
                object_name=object_name,
                action="created" if before is None else "deleted" if after is None else "updated",
                at=now,
                by=by,
                cause=cause,
                changes=differences(before or {}, after or {}),
            )
            for record_id, before, after in lines
        ]
    )
