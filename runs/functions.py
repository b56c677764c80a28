"""Python functions that a host project registers as actions (the counterpart of the reference product's Apex actions).

    @stagecraft.action("Score_Lead", label="Score a lead")
    def score(email: str, amount: Decimal = Decimal(0)) -> dict[str, Any]: ...

Inputs come by name, as the parameters spell them; values are Python's own: text, Decimal, bool, date, datetime, lists,
and RecordValue for records. A dict that comes back is the outputs by name; anything else is the one output "output".
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from engine.flows.actions import Parameter
from engine.values import Kind, RecordValue

_KINDS: dict[Any, Kind] = {
    str: Kind.TEXT,
    Decimal: Kind.NUMBER,
    int: Kind.NUMBER,
    float: Kind.NUMBER,
    bool: Kind.BOOLEAN,
    date: Kind.DATE,
    datetime: Kind.DATETIME,
    time: Kind.TIME,
    RecordValue: Kind.RECORD,
}
_READ: dict[Any, Callable[[Any], Any]] = {int: int, float: float}


@dataclass(frozen=True)
class Function:
    """name: as definitions write it; inputs: its parameters."""

    name: str
    label: str
    act: Callable[..., Any]
    inputs: tuple[Parameter, ...]

    def call(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Outputs by name. Inputs it does not take are left out. raises ValueError for one that is missing"""
        folded = {name.casefold(): value for name, value in given.items()}
        wanted: dict[str, Any] = {}
        for one in inspect.signature(self.act).parameters.values():
            if one.name.casefold() in folded:
                value = folded[one.name.casefold()]
                read = _READ.get(one.annotation)
                wanted[one.name] = read(value) if read and value is not None else value
            elif one.default is inspect.Parameter.empty and one.kind is not inspect.Parameter.VAR_KEYWORD:
                raise ValueError(f"the input {one.name} is missing")
        found = self.act(**wanted)
        if isinstance(found, Mapping):
            return dict(found)
        return {} if found is None else {"output": found}


_functions: dict[str, Function] = {}


def action(name: str = "", *, label: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorator: register a function as the action `name` (its own name when none is given). The last one wins."""

    def register(act: Callable[..., Any]) -> Callable[..., Any]:
        called = name or act.__name__
        _functions[called.casefold()] = Function(called, label or called.replace("_", " "), act, _inputs_of(act))
        return act

    return register


def _inputs_of(act: Callable[..., Any]) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(one.name, _KINDS.get(one.annotation, Kind.TEXT), required=one.default is inspect.Parameter.empty)
        for one in inspect.signature(act).parameters.values()
        if one.kind is not inspect.Parameter.VAR_KEYWORD
    )


def function_named(name: str) -> Function | None:
    return _functions.get(name.casefold())


def functions() -> list[Function]:
    """All that are registered, by name."""
    return [_functions[key] for key in sorted(_functions)]
