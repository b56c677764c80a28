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
    "unsupported": "exclamation-triangle",
}
