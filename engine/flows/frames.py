"""What flows that call one another share: versions, limits, and who called whom."""

from dataclasses import dataclass
from typing import Self

from engine.document import Definition
from engine.errors import Fault
from engine.flows.library import Library
from engine.flows.limits import MAX_DEPTH, MAX_ELEMENTS, MAX_LOOPED, LimitReached


class Stopped(Exception):
    """No fault path caught the fault of `element`."""

    def __init__(self, fault: Fault, element: str):
        super().__init__(str(fault))
        self.fault = fault
        self.element = element


@dataclass
class Budget:
    """Elements that one move may enter, in all flows that call one another; loops and calls make room for more."""

    room: int = MAX_ELEMENTS
    entered: int = 0
    rounds: int = 0

    def spent(self) -> bool:
        return self.entered >= min(self.room, MAX_LOOPED)

    def enter(self, rounds: int, elements: int) -> None:
        """One more. Each item that a loop has taken allows for every element of its flow once more."""
        self.entered += 1
        if rounds != self.rounds:
            self.room += max(rounds - self.rounds, 1) * elements
            self.rounds = rounds


class Frame:
    """One flow among those that call one another; `caller` is the one that waits for its outputs.

    pins: keys of the versions of called flows, the same for the whole interview
    """

    def __init__(self, library: Library | None, caller: Self | None, pins: dict[str, str]):
        self.library = library
        self.caller = caller
        self.budget: Budget = caller.budget if caller else Budget()
        self.pins: dict[str, str] = caller.pins if caller else dict(pins)
        self.name = ""

    @property
    def depth(self) -> int:
        return self.caller.depth + 1 if self.caller else 0

    def callers(self) -> list[Self]:
        """Outermost first."""
        return [*self.caller.callers(), self.caller] if self.caller else []

    def version_of(self, flow: str, element: str, own: str) -> tuple[str, Definition]:
        """Key and definition of the flow that `element` calls: what this interview called before, else what is active.

        own:    the flow at hand
        raises: LimitReached for recursion without an end; Fault for a flow that is not there
        """
        if self.depth >= MAX_DEPTH:
            chain = " → ".join([*(frame.name for frame in self.callers()[-3:]), own, flow])
            message = f"{MAX_DEPTH} flows call one another without an end: … {chain}."
            raise LimitReached(message=message, element=element, code="flow_recursion")
        if self.library is not None and flow in self.pins:
            return self.pins[flow], self.library.get(self.pins[flow])
        found = self.library.find(flow) if self.library is not None else None
        if found is None:
            message = f"{element} calls the flow {flow}, which has no active version. Activate one, then retry."
            raise Fault(message=message, element=element, code="flow_not_active")
        self.pins[flow] = found[0]
        return found
