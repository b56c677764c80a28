"""Working on the members of a collection: reading it, and looking at its members one by one."""

from collections.abc import Iterator
from typing import Any

from engine.document.resources import Variable
from engine.errors import Fault
from engine.flows.limits import check_value
from engine.flows.scope import FlowScope


def collection_of(path: str, scope: FlowScope, element: str) -> list[Any]:
    """The members of the resource that `path` names; none for null. raises Fault; NeedFacts"""
    items = scope.look_up(tuple(path.split(".")))
    if items is None:
        return []
    if not isinstance(items, list):
        message = f"{element} works on {path}, which is not a collection."
        raise Fault(message=message, element=element, code="value_kind")
    check_value(items, element)
    return items


def each_as(name: str, items: list[Any], scope: FlowScope) -> Iterator[Any]:
    """The members one by one; meanwhile `name` reads the one at hand, a variable or a name of the element's own."""
    declared = scope.program.name(name)
    if declared is None:
        yield from items
        return
    is_variable = isinstance(scope.program.resources[declared], Variable)
    home = scope.memory.variables if is_variable else scope.memory.results
    for item in items:
        home[declared] = item
        yield item
    home.pop(declared, None)
