"""What a caller can ask of work items in vain. Codes are listed in docs/errors.md."""

from web.errors import Refusal


class ClaimedByOther(Refusal):
    """context: who"""

    code = "claimed_by_other"
    status = 409
    template = "{who} is working on this and has claimed it."


class NotYourWork(Refusal):
    """The caller may see the item but it is not assigned to them, nor to a group or queue of theirs."""

    code = "not_your_work"
    status = 403
    template = "This work is assigned to {assignee}. Only they can do it."


class WorkItemOver(Refusal):
    code = "work_item_over"
    status = 409
    template = "This work item is already {status_label}."


class NotClaimed(Refusal):
    code = "not_claimed"
    status = 409
    template = "You have not claimed this work item."


class NotAnApproval(Refusal):
    code = "not_an_approval"
    status = 409
    template = "This work item does not ask for an approval."


class NoScreen(Refusal):
    code = "no_screen"
    status = 409
    template = "This work item has no screen. Approve or reject it."


class SameAssignee(Refusal):
    code = "same_assignee"
    status = 409
    template = "This work item is already assigned to {assignee}."
