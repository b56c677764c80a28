"""Refusals of the builder room."""

from web.errors import Refusal


class ActivationRefused(Refusal):
    """The definition has errors; `problems` lists every finding, warnings too."""

    code = "activation_refused"
    status = 422
    template = "{api_name} cannot be activated: {count} error(s) must be solved first."


class NotActive(Refusal):
    code = "not_active"
    status = 409
    template = "{api_name} has no active version."


class FlowExists(Refusal):
    code = "flow_exists"
    status = 409
    template = "There is already an automation {api_name}."


class DraftMovedOn(Refusal):
    """Somebody (another tab, or a newer version) was faster. The answer carries `base` and `theirs`."""

    code = "draft_moved_on"
    status = 412
    template = "The draft of {api_name} has changed since you read it."
