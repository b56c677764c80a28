"""What a formula or condition sees while it runs."""

from datetime import datetime, tzinfo
from typing import ClassVar, Protocol, runtime_checkable

from engine.errors import EngineError
from engine.values import Value

Names = tuple[str, ...]


class Unreachable(EngineError):
    """The root of the path is known, but something on the way is empty. A formula reads null, a condition is false."""

    code: ClassVar[str] = "unreachable"
    template = "{name} cannot be reached: {reason}."

    def __init__(self, path: Names, reason: str = "something on the way is empty"):
        super().__init__(path=path, name=".".join(path), reason=reason)
        self.path = path
        self.reason = reason


class UnknownName(EngineError):
    """Nothing of that name exists. `known` may list names that do, for a did-you-mean."""

    code: ClassVar[str] = "unknown_name"
    template = "Nothing is called {name}."

    def __init__(self, path: Names, known: tuple[str, ...] = ()):
        super().__init__(path=path, name=".".join(path), known=known)
        self.path = path
        self.known = known


class Scope(Protocol):
    """Implemented by orchestrations and flows. Answers must not change while one formula or condition is evaluated.

    at:     the moment, aware; NOW()
    zone:   the person's or the site's time zone; TODAY() and date/times in texts
    is_new: the record is being created; ISNEW()
    """

    @property
    def at(self) -> datetime: ...

    @property
    def zone(self) -> tzinfo: ...

    @property
    def is_new(self) -> bool: ...

    def value(self, path: Names) -> Value:
        """raises Unreachable or UnknownName"""
        ...

    def prior(self, path: Names) -> Value:
        """The value before the change. raises Unreachable where there is none, UnknownName"""
        ...

    def visited(self, name: str) -> bool: ...

    def has_error(self, name: str) -> bool: ...


@runtime_checkable
class ChoosingScope(Protocol):
    """A scope that also knows which choices a person selected (screens)."""

    def selected(self, name: str) -> bool: ...
