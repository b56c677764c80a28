"""How a status looks: label, tone and icon. One table for runs, stages, steps, work items, versions and problems."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Look(NamedTuple):
    """tone: the name of an `sc-pill-<tone>` class; icon: a name in frontend/icons.json."""

    label: str | Promise
    tone: str
    icon: str


LOOKS: dict[str, Look] = {
    "not_started": Look(_("Not Started"), "quiet", "circle"),
    "in_progress": Look(_("In Progress"), "info", "play-circle"),
    "completed": Look(_("Completed"), "good", "check-circle"),
    "discontinued": Look(_("Discontinued"), "quiet", "slash-circle"),
    "suspended": Look(_("Suspended"), "warn", "pause-circle"),
    "canceled": Look(_("Canceled"), "quiet", "x-circle"),
    "error": Look(_("Error"), "bad", "exclamation-octagon"),
    "assigned": Look(_("Assigned"), "info", "person-check"),
    "withdrawn": Look(_("Withdrawn"), "quiet", "arrow-counterclockwise"),
    "draft": Look(_("Draft"), "quiet", "pencil"),
    "active": Look(_("Active"), "good", "lightning-charge"),
    "obsolete": Look(_("Inactive"), "quiet", "archive"),
    "inactive": Look(_("Inactive"), "quiet", "archive"),
    "warning": Look(_("Warning"), "warn", "exclamation-triangle"),
    "approved": Look(_("Approved"), "good", "check-circle"),
    "rejected": Look(_("Rejected"), "bad", "x-octagon"),
    "fits": Look(_("Fits"), "good", "check-circle"),
    "needs_choice": Look(_("Needs a choice"), "warn", "question-circle"),
    "cannot": Look(_("Cannot be moved"), "bad", "x-octagon"),
    "waiting": Look(_("Waiting"), "info", "hourglass-split"),
    "moved": Look(_("Moved"), "good", "check-circle"),
    "skipped": Look(_("Not moved"), "warn", "slash-circle"),
    "failed": Look(_("Failed"), "bad", "exclamation-octagon"),
    "stopped": Look(_("Stopped"), "quiet", "slash-circle"),
    "undoing": Look(_("Going back"), "info", "hourglass-split"),
    "undone": Look(_("Moved back"), "quiet", "arrow-counterclockwise"),
    "kept": Look(_("Stays moved"), "warn", "exclamation-triangle"),
    "green": Look(_("Green"), "good", "check-circle"),
    "red": Look(_("Fails"), "bad", "x-octagon"),
    "overdue": Look(_("Overdue"), "bad", "alarm"),
    "imported": Look(_("Imported"), "good", "check-circle"),
    "unchanged": Look(_("Unchanged"), "quiet", "dash-circle"),
}


def look_of(status: str) -> Look:
    """An unknown status is shown in words, quietly: "waiting_long" -> "Waiting long"."""
    return LOOKS.get(status) or Look(status.replace("_", " ").capitalize(), "quiet", "circle")
