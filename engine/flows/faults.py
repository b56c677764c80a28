"""Faults that no fault path catches, besides limits (limits.py)."""

from typing import Any

from engine.errors import Fault


class Refused(Fault):
    """A custom error: the flow itself says no. fields: messages by field of the record, "" for all of it."""

    code = "custom_error"

    def __init__(self, *, fields: dict[str, str], **context: Any):
        super().__init__(fields=fields, **context)
        self.fields = fields
