"""Refusals of the builder room."""

from web.errors import Refusal


class ActivationRefused(Refusal):
    """The definition has errors; `problems` lists every finding, warnings too."""

    code = "activation_refused"
    status = 422
    template = "{api_name} cannot be activated: {count} problem(s) must be solved first."


class NotActive(Refusal):
    code = "not_active"
    status = 409
    template = "{api_name} has no active version."
