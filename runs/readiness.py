"""What `/readyz` asks the runs room: is work being done, or does it pile up?"""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from runs import clock
from runs.models import Occasion, OutboxRow

TOO_OLD = timedelta(minutes=5)  # the sweep comes every few seconds: by then nobody is at work


def oldest_due_row() -> str:
    """Nothing while the oldest due row is young; else how long it has waited. Rows on lease are being worked on."""
    now = clock.now()
    due = OutboxRow.objects.filter(due_at__lte=now).exclude(leased_until__gt=now)
    found = [rows.order_by("due_at").values_list("due_at", flat=True).first() for rows in (due, _occasions(now))]
    oldest = min((at for at in found if at is not None), default=None)
    if oldest is None or now - oldest < TOO_OLD:
        return ""
    return f"work has been due for {int((now - oldest).total_seconds())} s; are a worker and the sweep running?"


def _occasions(now: datetime) -> QuerySet[Occasion]:
    """Starts that are due, those left aside that were tried and failed: they come again."""
    return Occasion.objects.filter(due_at__lte=now, attempts=0)
