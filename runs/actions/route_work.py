"""Route work: a record gets a new owner, its open work items a new assignee."""

from typing import Any

from people.selectors import resolve_assignee
from records import selectors as records
from records import services
from records.ids import user_record_id
from runs import clock, outbox, ports
from runs.actions.base import Context, Given, needed, text
from web.errors import Invalid


def act(_action: str, given: Given, context: Context) -> dict[str, Any]:
    """To a person: the record is theirs and so is its open work. To a queue: its open work waits there."""
    record_id = needed(given, "recordId")
    name = text(given, "agentId") or text(given, "queueId")
    found = resolve_assignee("resource", name) if name else None
    if found is None:
        message = f"There is no person or queue called {name or '(nothing)'} to give the work to."
        raise Invalid(summary=message, fields={"queueId": message})
    if records.object_of_id(record_id) is None:
        raise Invalid(summary=f"There is no record {record_id}.", fields={"recordId": record_id})
    if found.kind == "user":
        pk = int(found.key.partition(":")[2])
        services.update(
            record_id=record_id, values={"OwnerId": user_record_id(pk)}, by=context.user, cause=context.cause
        )
    now = clock.now()
    by_id = getattr(context.user, "pk", None)
    told = ports.work_items().hand_over(record_id, key=found.key, name=found.label, by_id=by_id, at=now)
    outbox.insert(told, now=now)
    return {}
