"""Post a comment in the feed of a record."""

from typing import Any

from records import comments
from runs.actions.base import Context, Given, needed


def act(_action: str, given: Given, context: Context) -> dict[str, Any]:
    record_id, words = needed(given, "subjectNameOrId"), needed(given, "text")
    comment = comments.post(record_id=record_id, text=words, by=context.user, cause=context.cause)
    return {"feedItemId": str(comment.pk)}
