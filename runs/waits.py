"""Flows of steps that wait (R33): rows of the outbox, due when the flow goes on."""

from datetime import datetime
from functools import partial

from django.db import transaction

from runs import outbox
from runs.models import OutboxRow
from runs.performing.run_flow import RESUME


def published(run_id: int, step: int, *, at: datetime) -> None:
    """An orchestration event came to the step: its flow goes on, when it waits for an event without a time."""
    for row in OutboxRow.objects.filter(run_id=run_id, kind=RESUME):
        awaited = row.payload["interview"].get("waits", {})
        came = next((name for name, when in awaited.items() if not when), "")
        if row.payload["step"] == step and came:
            row.payload = {**row.payload, "came": came}
            row.due_at = at
            row.save(update_fields=["payload", "due_at"])
            transaction.on_commit(partial(outbox.nudge, run_id, outside=False))
