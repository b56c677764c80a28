"""Names and icons of kinds of flows, elements and steps, for pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KIND_LABELS: dict[str, str | Promise] = {
    "orchestration": _("Orchestration"),
    "approval": _("Approval orchestration"),
    "screen": _("Screen flow"),
    "autolaunched": _("Autolaunched flow"),
    "evaluation": _("Evaluation flow"),
    "other": _("Other flow (kept, not run)"),
    "object": _("Object"),
    "field": _("Field"),
}
KIND_ICONS = {
    "orchestration": "diagram-3",
    "approval": "check2-square",
    "screen": "card-list",
    "autolaunched": "gear",
    "evaluation": "question-circle",
    "other": "file-earmark-code",
    "object": "boxes",
    "field": "input-cursor-text",
}
STEP_LABELS: dict[str, str | Promise] = {
    "background": _("Background step"),
    "interactive": _("Interactive step"),
    "approval": _("Approval step"),
    "external": _("Outside action"),
    "unsupported": _("Step of a kind that cannot be run"),
}
STEP_ICONS = {
    "background": "gear",
    "interactive": "person",
    "approval": "check2-square",
    "external": "globe",
    "unsupported": "exclamation-triangle",
}
ELEMENT_LABELS: dict[str, str | Promise] = {
    "stage": _("Stage"),
    "decision": _("Decision"),
    "end": _("End"),
    "screen": _("Screen"),
    "assignment": _("Assignment"),
    "get_records": _("Get records"),
    "create_records": _("Create records"),
    "update_records": _("Update records"),
    "loop": _("Loop"),
    "wait": _("Wait"),
    "delete_records": _("Delete records"),
    "roll_back_records": _("Roll back records"),
    "sort_collection": _("Sort collection"),
    "filter_collection": _("Filter collection"),
    "map_collection": _("Map collection"),
    "transform": _("Transform"),
    "subflow": _("Subflow"),
    "action_call": _("Action"),
    "custom_error": _("Custom error"),
    "unsupported": _("Kept, not run"),
}
ELEMENT_ICONS = {
    "stage": "collection",
    "decision": "signpost-split",
    "end": "flag",
    "screen": "card-list",
    "assignment": "pencil",
    "get_records": "search",
    "create_records": "plus-circle",
    "update_records": "pencil-square",
    "loop": "arrow-repeat",
    "wait": "clock",
    "delete_records": "trash",
    "roll_back_records": "arrow-counterclockwise",
    "sort_collection": "sort-down",
    "filter_collection": "funnel",
    "map_collection": "shuffle",
    "transform": "shuffle",
    "subflow": "diagram-2",
    "action_call": "lightning",
    "custom_error": "x-octagon",
    "unsupported": "exclamation-triangle",
}
