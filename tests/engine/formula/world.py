"""A small world for formulas: names with values, one moment, Berlin time."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.formula import UnknownName, Unreachable, compile_formula, evaluate

MOMENT = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)  # already February in Berlin


class World:
    """`value` knows the names given; `missing` cannot be reached; all others are unknown."""

    def __init__(
        self,
        names: dict[str, Any] | None = None,
        *,
        prior: dict[str, Any] | None = None,
        missing: tuple[str, ...] = (),
        is_new: bool = False,
        visited: tuple[str, ...] = (),
        failed: tuple[str, ...] = (),
    ):
        self.at = MOMENT
        self.zone = ZoneInfo("Europe/Berlin")
        self.is_new = is_new
        self.names = names or {}
        self.before = prior
        self.missing = missing
        self.reached = visited
        self.failed = failed

    def value(self, path: tuple[str, ...]) -> Any:
        name = ".".join(path)
        if name in self.missing:
            raise Unreachable(path)
        if name not in self.names:
            raise UnknownName(path)
        return self.names[name]

    def prior(self, path: tuple[str, ...]) -> Any:
        if self.before is None:
            raise Unreachable(path, "there is no prior record")
        return self.before[".".join(path)]

    def visited(self, name: str) -> bool:
        return name in self.reached

    def has_error(self, name: str) -> bool:
        return name in self.failed


def value_of(text: str, /, **names: Any) -> Any:
    """The value of a formula over these names."""
    return evaluate(compile_formula(text), World(names))
