"""What an element answers when it is entered, and what an element file is."""

from dataclasses import dataclass
from typing import Any, Protocol

from engine.document.elements import Connector
from engine.flows.answers import ActionAnswered, RecordsAnswered, WaitOver
from engine.flows.requests import Request
from engine.flows.scope import FlowScope
from engine.flows.views import ScreenView
from engine.values import Json


@dataclass(frozen=True, slots=True)
class Go:
    """On to the element named `target`; "" ends the flow."""

    target: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Wait for the records room."""

    request: Request


@dataclass(frozen=True, slots=True)
class Call:
    """Run another flow and come back with its outputs."""

    flow: str
    inputs: dict[str, Json]


@dataclass(frozen=True, slots=True)
class FlowReturned:
    """What the called flow gave: packed outputs by name."""

    outputs: dict[str, Json]


@dataclass(frozen=True, slots=True)
class Show:
    """Wait for a person."""

    view: ScreenView


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait for a time, or for an event: name -> when, "" without a time."""

    events: dict[str, str]


Move = Go | Ask | Call | Show | Pause
Given = RecordsAnswered | ActionAnswered | FlowReturned | WaitOver


class Handler(Protocol):
    """One kind of element. Both functions write only to `scope.memory`, and raise Fault or NeedFacts."""

    kind: str

    def enter(self, element: Any, scope: FlowScope) -> Move: ...

    def answered(self, element: Any, scope: FlowScope, answer: Any) -> Move:
        """Go on with the answer (`Given`) to what `enter` asked."""
        ...


class Straight:
    """A kind that never asks for anything."""

    def answered(self, element: Any, scope: FlowScope, answer: Any) -> Move:
        raise AssertionError(f"{element.name} asked for nothing")


def go(connector: Connector | None) -> Go:
    return Go(connector.target if connector else "")
