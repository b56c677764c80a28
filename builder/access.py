"""Who may do what with automations."""

from typing import Any

from django.utils.translation import gettext as _

from engine.document import Definition
from web.errors import NotAllowed

MANAGE = "stagecraft_people.manage_flows"
MANAGE_RUNS = "stagecraft_people.manage_runs"
VIEW_ALL = "stagecraft_people.view_all_data"


def may_activate(user: Any, definition: Definition) -> bool:
    """A record-triggered automation sees every record of its object, so activating it asks for more."""
    return user.has_perm(MANAGE) and (not definition.is_record_triggered or user.has_perm(VIEW_ALL))


def require_activation(user: Any, definition: Definition) -> None:
    """raises NotAllowed"""
    if not may_activate(user, definition):
        raise NotAllowed(act=_("activate automations that records start: that also needs to see all data"))
