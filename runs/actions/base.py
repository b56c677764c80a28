"""What an action file gets and gives."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.values import RecordValue
from web.errors import Invalid


@dataclass(frozen=True)
class Context:
    """user: whose rights hold, None for the system; cause: for histories ("run:42"); record: the triggering record."""

    user: Any
    cause: str
    record: str = ""

    @property
    def run_id(self) -> int:
        """0 where no run is behind it."""
        kind, _, key = self.cause.partition(":")
        return int(key) if kind == "run" and key.isdecimal() else 0


Given = dict[str, Any]
Act = Callable[[str, Given, Context], dict[str, Any]]
"""(name of the action, values by lower-case name, context) -> outputs by name. Raises a Refusal; inside a savepoint."""


def text(given: Given, name: str) -> str:
    """The input as text; a record is its id. "" for none."""
    value = given.get(name.casefold())
    if isinstance(value, RecordValue):
        return value.id
    return "" if value is None else str(value)


def needed(given: Given, name: str) -> str:
    """raises Invalid"""
    value = text(given, name)
    if not value.strip():
        raise Invalid(summary=f"The action needs a value for {name}.", fields={name: "This is required."})
    return value


def texts(given: Given, *names: str) -> list[str]:
    """Every non-empty text among the inputs; collections are taken apart."""
    found: list[str] = []
    for name in names:
        value = given.get(name.casefold())
        members = value if isinstance(value, list) else [value]
        found += [one.id if isinstance(one, RecordValue) else str(one) for one in members if one]
    return found
