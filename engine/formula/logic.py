"""Custom condition logic: row numbers from 1, AND, OR, NOT, parentheses (semantics: conditions and formulas).

NOT binds tighter than AND, AND tighter than OR; mixing AND and OR without parentheses is accepted with a warning.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.formula.errors import FormulaError, LogicSyntax, LogicTooLong, LogicUnknownRow
from engine.problems import Problem

MAX_LENGTH = 1000

_TOKEN = re.compile(r"\s*(?:(?P<number>\d+)|(?P<word>[A-Za-z]+)|(?P<sign>[()])|(?P<other>\S))")
_BINDS = {"OR": 1, "AND": 2, "NOT": 3}
_NUMBER_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Logic:
    """steps: in postfix order, row numbers and operators; mixed: AND and OR side by side without parentheses;
    spelled: the same expression with the parentheses that its reading implies."""

    text: str
    steps: tuple[int | str, ...]
    mixed: bool
    spelled: str

    @property
    def numbers(self) -> frozenset[int]:
        return frozenset(step for step in self.steps if isinstance(step, int))

    def decide(self, results: Sequence[bool]) -> tuple[bool, tuple[int, ...]]:
        """The whole, and the rows that make it so: with these as they are it is the same, whatever the others are."""
        stack: list[tuple[bool, frozenset[int]]] = []
        for step in self.steps:
            if isinstance(step, int):
                stack.append((results[step - 1], frozenset((step,))))
            elif step == "NOT":
                held, rows = stack.pop()
                stack.append((not held, rows))
            else:
                right, left = stack.pop(), stack.pop()
                held = (left[0] and right[0]) if step == "AND" else (left[0] or right[0])
                agreeing = [rows for side, rows in (left, right) if side is held]
                stack.append((held, frozenset().union(*agreeing)))
        held, rows = stack[0]
        return held, tuple(sorted(rows))

    def settle(self, results: Sequence[bool]) -> bool:
        """The whole for the results of the rows, first row first."""
        stack: list[bool] = []
        for step in self.steps:
            if isinstance(step, int):
                stack.append(results[step - 1])
            elif step == "NOT":
                stack.append(not stack.pop())
            else:
                right, left = stack.pop(), stack.pop()
                stack.append((left and right) if step == "AND" else (left or right))
        return stack[0]


@lru_cache(maxsize=1024)
def parse_logic(text: str, count: int) -> Logic:
    """raises: LogicTooLong, LogicSyntax, LogicUnknownRow with the position"""
    if len(text) > MAX_LENGTH:
        raise LogicTooLong(f"Condition logic has at most {MAX_LENGTH} characters.", position=MAX_LENGTH)
    word = text.strip().upper()
    if word in ("", "AND", "OR"):
        return _plain(word or "AND", count)
    reader = _Reader(text, count)
    return Logic(text, reader.read(), reader.mixed, reader.spelled)


def _plain(operator: str, count: int) -> Logic:
    """Bare AND and OR: all, any."""
    steps: list[int | str] = []
    for number in range(1, count + 1):
        steps += [number] if number == 1 else [number, operator]
    return Logic(operator, tuple(steps), False, f" {operator} ".join(map(str, range(1, count + 1))))


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece already read: its text and its outermost operator ("" for a number, NOT or parentheses)."""

    text: str
    operator: str


class _Reader:
    """The two-stack reading of an expression: no recursion, whatever the nesting."""

    def __init__(self, text: str, count: int):
        self.text = text
        self.count = count
        self.steps: list[int | str] = []
        self.pending: list[tuple[str, int]] = []  # operators and "(" with their positions
        self.parts: list[_Part] = []
        self.mixed = False

    @property
    def spelled(self) -> str:
        return self.parts[0].text

    def read(self) -> tuple[int | str, ...]:
        wants_value = True
        for found in _TOKEN.finditer(self.text):
            kind = found.lastgroup or ""
            wants_value = self._take(found[kind].upper(), kind, found.start(kind), wants_value)
        if wants_value:
            raise LogicSyntax(
                "The condition logic ends too early; expected a row number.",
                position=len(self.text),
                expected=("a row number",),
            )
        while self.pending:
            operator, at = self.pending.pop()
            if operator == "(":
                raise LogicSyntax("A closing parenthesis is missing.", position=at, expected=(")",))
            self._apply(operator)
        return tuple(self.steps)

    def _take(self, word: str, kind: str, at: int, wants_value: bool) -> bool:
        """Take one word; returns whether a value must follow."""
        if wants_value and kind == "number":
            self._number(word, at)
            return False
        if wants_value and word in ("(", "NOT"):
            self.pending.append((word, at))
            return True
        if not wants_value and word == ")":
            self._close(at)
            return False
        if not wants_value and word in ("AND", "OR"):
            while self.pending and _BINDS.get(self.pending[-1][0], 0) >= _BINDS[word]:
                self._apply(self.pending.pop()[0])
            self.pending.append((word, at))
            return True
        expected = ("a row number", "NOT", "(") if wants_value else ("AND", "OR", ")")
        raise LogicSyntax(
            f'Unexpected "{word[:20]}" at character {at + 1}; expected {" or ".join(expected)}.',
            position=at,
            expected=expected,
        )

    def _number(self, word: str, at: int) -> None:
        number = int(word) if len(word) <= _NUMBER_DIGITS else 0
        if not 1 <= number <= self.count:
            raise LogicUnknownRow(f"There is no condition {word[:20]}; there are {self.count}.", position=at)
        self.steps.append(number)
        self.parts.append(_Part(str(number), ""))

    def _close(self, at: int) -> None:
        while self.pending:
            operator, _ = self.pending.pop()
            if operator == "(":
                inner = self.parts.pop()
                self.parts.append(_Part(f"({inner.text})" if inner.operator else inner.text, ""))
                return
            self._apply(operator)
        raise LogicSyntax("A parenthesis is closed that was not opened.", position=at, expected=("AND", "OR"))

    def _apply(self, operator: str) -> None:
        self.steps.append(operator)
        right = self.parts.pop()
        if operator == "NOT":
            self.parts.append(_Part(f"NOT {right.text}", ""))
            return
        left = self.parts.pop()
        sides = [self._side(part, operator) for part in (left, right)]
        self.parts.append(_Part(f" {operator} ".join(sides), operator))

    def _side(self, part: _Part, operator: str) -> str:
        if part.operator and part.operator != operator:
            self.mixed = True
            return f"({part.text})"
        return part.text


def check_logic(text: str, count: int, *, path: str = "") -> list[Problem]:
    """Everything that is wrong with the logic over `count` rows; empty when nothing is."""
    try:
        logic = parse_logic(text, count)
    except FormulaError as error:
        return [Problem(code=error.code, severity="error", path=path, message=error.message, position=error.position)]
    problems = []
    if missing := sorted(set(range(1, count + 1)) - logic.numbers):
        listed = ", ".join(map(str, missing))
        problems.append(
            Problem(
                code="logic_unused_row",
                severity="error",
                path=path,
                message=f"The condition logic does not mention every condition: {listed} missing.",
                fix="Mention every condition, or remove the ones that are not needed.",
            )
        )
    if logic.mixed:
        problems.append(
            Problem(
                code="logic_mixed",
                severity="warning",
                path=path,
                message="AND and OR stand side by side without parentheses; AND is taken first.",
                fix=logic.spelled,
            )
        )
    return problems
