"""Refusals of the people room; docs/errors.md lists each code."""

from typing import ClassVar

from web.errors import Refusal


class AssigneeUnusable(Refusal):
    """Somebody was named, but nobody there can work. `reason` is "inactive" or "empty"."""

    reason: ClassVar[str] = ""


class AssigneeInactive(AssigneeUnusable):
    """context: label"""

    code = "assignee_inactive"
    reason = "inactive"
    template = "{label} is inactive and cannot be given work."


class AssigneeEmpty(AssigneeUnusable):
    """context: label"""

    code = "assignee_empty"
    reason = "empty"
    template = "{label} has no active members."


class GroupCycle(Refusal):
    """context: group, member (labels)"""

    code = "group_cycle"
    status = 422
    template = "{member} already holds {group}, so it cannot be a member of it."
