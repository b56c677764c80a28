"""Loop: the members of a collection one by one.

The collection is read when the loop begins; what happens to it inside does not change the round. A loop that is left in
the middle goes on where it was when the path comes back, unless a loop around it has moved on meanwhile.
"""

from engine.document.flow_elements import Loop
from engine.errors import Fault
from engine.flows.limits import check_value
from engine.flows.memory import Round
from engine.flows.moves import Go, Straight, go
from engine.flows.scope import FlowScope
from engine.flows.targets import assign


class LoopHandler(Straight):
    kind = "loop"

    def enter(self, element: Loop, scope: FlowScope) -> Go:
        memory = scope.memory
        current = memory.loops.get(element.name) or _begun(element, scope)
        _end_inner(element.name, scope)
        if current.taken == len(current.items):
            memory.loops.pop(element.name, None)
            memory.results[element.name] = None
            return go(element.done)
        item = current.items[current.taken]
        memory.loops[element.name] = Round(current.items, current.taken + 1)
        memory.rounds += 1
        memory.results[element.name] = item
        if element.target:
            assign(scope, element.target, item, element.name)
        return go(element.each)


def _begun(element: Loop, scope: FlowScope) -> Round:
    items = scope.look_up(tuple(element.collection.split(".")))
    if items is None:
        items = []
    if not isinstance(items, list):
        message = f"{element.name} goes through {element.collection}, which is not a collection."
        raise Fault(message=message, element=element.name, code="value_kind")
    check_value(items, element.name)
    scope.memory.note(element.name, "loop", {"items": str(len(items))})
    return Round(items[::-1] if element.order == "desc" else items, 0)


def _end_inner(name: str, scope: FlowScope) -> None:
    """Loops that began inside this one begin anew when they are reached again."""
    running = list(scope.memory.loops)
    if name in running:
        for inner in running[running.index(name) + 1 :]:
            del scope.memory.loops[inner]
