"""Why a formula gave what it gave: each part with its value, what was not looked at, where it failed.

The same evaluator, watched: every node tells what it gave. A part is a sub-expression; where all operands are plain
references and written-down values they need no parts of their own: the text names them, and `seen` has what they held.
"""

from collections import deque
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

import msgspec

from engine.formula.compile import CompiledFormula, compile_formula, evaluate
from engine.formula.errors import FormulaFault
from engine.formula.evaluate import Run, runner
from engine.formula.printer import print_formula
from engine.formula.scope import Names, Scope, UnknownName, Unreachable
from engine.formula.tree import CONJUNCTION, DISJUNCTION, Call, Chain, Constant, Node, Path, Sign, children
from engine.values import Value

MOST_PARTS = 40
_MOST_SEEN = 20
_JOINING = frozenset({*CONJUNCTION, *DISJUNCTION})
_BRANCHING = frozenset({"AND", "OR", "IF"})


class Part(msgspec.Struct, frozen=True):
    """One sub-expression.

    text:   as a formula, references as {!path}; at: its offset in the formula
    looked: false where the value was not needed; failed: it has none, it or one of its parts failed
    fault:  what failed, at the innermost part that did; "" elsewhere
    seen:   what its plain references held, by path, where it has no parts
    parts:  its own sub-expressions, in the order of the text; more: how many of them were left out
    """

    text: str
    at: int
    value: Any = None
    looked: bool = True
    failed: bool = False
    fault: str = ""
    seen: dict[str, Any] = {}
    parts: tuple["Part", ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Explained:
    """seen: what references held, by path; notes: why some could not be reached."""

    value: Value
    part: Part
    seen: dict[str, Any]
    notes: tuple[str, ...] = ()
    fault: FormulaFault | None = None

    def result(self) -> Value:
        """raises FormulaFault where the formula failed"""
        if self.fault is not None:
            raise self.fault
        return self.value


def explain(formula: CompiledFormula, scope: Scope, *, most: int = MOST_PARTS) -> Explained:
    """Evaluates it, watching. A fault is not raised: it stands at the part that failed.

    most: parts that are told of, the outermost ones first
    """
    watched = _watched(formula.text)
    watching = _Watching(scope)
    fault: FormulaFault | None = None
    value: Value = None
    try:
        value = evaluate(watched, watching)
    except FormulaFault as error:
        fault = error
    part = _Telling(watching, str(fault or ""), watched.tree, most).part(watched.tree)
    return Explained(value, part, watching.seen, tuple(watching.notes), fault)


@lru_cache(maxsize=1024)
def _watched(text: str) -> CompiledFormula:
    formula = compile_formula(text)
    return replace(formula, run=runner(formula.tree, _watch))


def _watch(node: Node, run: Run) -> Run:
    key = id(node)

    def watched(scope: Scope) -> Value:
        watching = cast(_Watching, scope)
        watching.began.add(key)
        value = watching.gave[key] = run(scope)
        return value

    return watched


class _Watching:
    """A scope that remembers what a formula read, and what its nodes gave."""

    def __init__(self, scope: Scope):
        self.scope = scope
        self.at, self.zone, self.is_new = scope.at, scope.zone, scope.is_new
        self.began: set[int] = set()
        self.gave: dict[int, Value] = {}
        self.seen: dict[str, Any] = {}
        self.notes: list[str] = []

    def value(self, path: Names) -> Value:
        try:
            found = self.scope.value(path)
        except (Unreachable, UnknownName) as error:
            self.seen[".".join(path)] = None
            if str(error) not in self.notes:
                self.notes.append(str(error))
            raise
        self.seen[".".join(path)] = found
        return found

    def prior(self, path: Names) -> Value:
        found = self.scope.prior(path)
        self.seen[f"PRIORVALUE({'.'.join(path)})"] = found
        return found

    def visited(self, name: str) -> bool:
        return self.scope.visited(name)

    def has_error(self, name: str) -> bool:
        return self.scope.has_error(name)


class _Telling:
    """Parts out of a tree and what was watched."""

    def __init__(self, watching: _Watching, fault: str, root: Node, most: int):
        self.watching, self.fault = watching, fault
        self.chosen = _outermost(root, most)

    def part(self, node: Node) -> Part:
        inner = inner_parts(node)
        told = [child for child in inner if id(child) in self.chosen]
        return Part(
            text=print_formula(node),
            at=node.at,
            value=node.value if isinstance(node, Constant) else self.watching.gave.get(id(node)),
            looked=isinstance(node, Constant) or id(node) in self.watching.began,
            failed=self._failed(node),
            fault=self.fault if self._failed(node) and not any(map(self._failed, told)) else "",
            seen={} if inner else self._seen(node),
            parts=tuple(self.part(child) for child in told),
            more=len(inner) - len(told),
        )

    def _seen(self, node: Node) -> dict[str, Any]:
        paths = [child.text for child in (node, *children(node)) if isinstance(child, Path)]
        return {path: self.watching.seen[path] for path in paths[:_MOST_SEEN] if path in self.watching.seen}

    def _failed(self, node: Node) -> bool:
        return id(node) in self.watching.began and id(node) not in self.watching.gave


def _outermost(root: Node, most: int) -> set[int]:
    """Ids of the nodes that become parts: level by level, as many as are wanted."""
    chosen: set[int] = set()
    waiting = deque([root])
    while waiting and len(chosen) < most:
        node = waiting.popleft()
        chosen.add(id(node))
        waiting.extend(inner_parts(node))
    return chosen


def inner_parts(node: Node) -> tuple[Node, ...]:
    """The operands that become parts of a part: none where all are plain, else all that are not written down."""
    below = children(node)
    if not _is_joining(node) and not any(isinstance(child, Sign | Chain | Call) for child in below):
        return ()
    return tuple(child for child in below if not isinstance(child, Constant))


def _is_joining(node: Node) -> bool:
    """Logic: each of its operands is an answer of its own, and may not have been looked at."""
    if isinstance(node, Chain):
        return node.rest[0].operator in _JOINING
    return isinstance(node, Call) and node.name in _BRANCHING
