"""Other flows, as an interview calls them."""

from typing import Protocol

from engine.document import Definition


class Library(Protocol):
    """A version's definition never changes: the same key gives the same definition for ever."""

    def find(self, flow: str) -> tuple[str, Definition] | None:
        """Key and definition of the version that is active now."""
        ...

    def get(self, version: str) -> Definition:
        """raises KeyError"""
        ...
