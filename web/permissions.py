"""Permission classes of the REST API. A view that names none of its own answers nobody."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class DenyByDefault(BasePermission):
    def has_permission(self, request: Request, view: Any) -> bool:
        return False


class HasPerm(BasePermission):
    """The signed-in caller holds `perm`; subclass through `needs`."""

    perm = ""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(request.user and request.user.is_authenticated and request.user.has_perm(self.perm))


def needs(perm: str) -> type[HasPerm]:
    """A permission class that asks for one Django permission, e.g. `needs("stagecraft_people.manage_flows")`."""
    return type("Needs", (HasPerm,), {"perm": perm})
