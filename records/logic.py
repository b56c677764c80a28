"""The logic over the rows of a filter: "and", "or", or an expression like "1 AND NOT(2 OR 3)"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from records.errors import BadFilter

T = TypeVar("T")
_TOKEN = re.compile(r"\s*(?:(\d+)|(and|or|not)\b|([()]))", re.IGNORECASE)
Tree = tuple[Any, ...]  # ("row", n) | ("not", tree) | ("and" | "or", trees...)


@dataclass(frozen=True)
class Logic:
    """A read expression. `fold` builds anything from it: a Boolean, or an SQL condition."""

    tree: Tree

    def holds(self, rows: Sequence[bool]) -> bool:
        return self.fold(lambda number: rows[number - 1], lambda item: not item, all, any)

    def fold(
        self,
        row: Callable[[int], T],
        negate: Callable[[T], T],
        all_of: Callable[[list[T]], T],
        any_of: Callable[[list[T]], T],
    ) -> T:
        def walk(tree: Tree) -> T:
            match tree:
                case ("row", number):
                    return row(number)
                case ("not", inner):
                    return negate(walk(inner))
                case ("and", *parts):
                    return all_of([walk(part) for part in parts])
                case (_, *parts):
                    return any_of([walk(part) for part in parts])
            raise AssertionError(tree)

        return walk(self.tree)


def parse_logic(text: str, count: int) -> Logic:
    """raises BadFilter when it cannot be read or names a row that is not there. NOT binds before AND before OR."""
    word = text.strip().lower()
    if word in ("", "and", "or"):
        return Logic((word or "and", *(("row", number) for number in range(1, count + 1))))
    if len(text) > 1000:
        raise BadFilter(reason="The logic is longer than 1,000 characters.")
    reader = _Reader(text, count)
    tree = reader.any_of()
    if reader.next is not None:
        raise BadFilter(reason=f"The logic cannot be read at “{reader.next}”.")
    return Logic(tree)


class _Reader:
    def __init__(self, text: str, count: int):
        self.tokens = _tokens(text)
        self.count = count
        self.depth = 0

    @property
    def next(self) -> str | None:
        return self.tokens[0] if self.tokens else None

    def any_of(self) -> Tree:
        parts = [self.all_of()]
        while self.next == "or":
            self.tokens.pop(0)
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else ("or", *parts)

    def all_of(self) -> Tree:
        parts = [self.term()]
        while self.next == "and":
            self.tokens.pop(0)
            parts.append(self.term())
        return parts[0] if len(parts) == 1 else ("and", *parts)

    def term(self) -> Tree:
        word = self.tokens.pop(0) if self.tokens else "the end"
        if word.isdigit() and 1 <= int(word) <= self.count:
            return ("row", int(word))
        if word not in ("not", "("):
            raise BadFilter(reason=f"The logic cannot be read at “{word}”.")
        self.depth += 1
        if self.depth > 100:
            raise BadFilter(reason="The logic is nested too deeply.")
        tree = ("not", self.term()) if word == "not" else self.inside_parentheses()
        self.depth -= 1
        return tree

    def inside_parentheses(self) -> Tree:
        tree = self.any_of()
        if self.next != ")":
            raise BadFilter(reason="A closing parenthesis is missing in the logic.")
        self.tokens.pop(0)
        return tree


def _tokens(text: str) -> list[str]:
    result, position, end = [], 0, len(text.rstrip())
    while position < end:
        found = _TOKEN.match(text, position)
        if found is None:
            raise BadFilter(reason=f"The logic cannot be read at “{text[position:].strip()[:20]}”.")
        result.append(found.group().strip().lower())
        position = found.end()
    return result
