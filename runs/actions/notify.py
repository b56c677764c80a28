"""Notify people: a line in the bell of each."""

from typing import Any

from people import notices
from people.selectors import members_of, resolve_assignee
from records import selectors as records
from runs.actions.base import Context, Given, needed, text, texts
from web.errors import Invalid


def act(_action: str, given: Given, context: Context) -> dict[str, Any]:
    """Whom it reaches: people by id or username, groups and queues by name, each person once."""
    users: set[int] = set()
    for name in texts(given, "recipientIds"):
        found = resolve_assignee("resource", name)
        if found is None:
            raise Invalid(summary=f"There is nobody called {name} to notify.", fields={"recipientIds": name})
        users |= set(members_of(found.key).values_list("pk", flat=True))
    if not users:
        raise Invalid(summary="The notice names nobody.", fields={"recipientIds": "This is required."})
    target = text(given, "targetId")
    shown = records.display(target) if target else None
    notices.tell(
        user_ids=sorted(users),
        title=needed(given, "title"),
        body=needed(given, "body"),
        url=shown.url if shown else "",
        about=shown.name if shown else "",
    )
    return {}
