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
    watched, plan = _watched(formula.text, most)
    watching = _Watching(scope)
    fault: FormulaFault | None = None
    value: Value = None
    try:
        value = evaluate(watched, watching)
    except FormulaFault as error:
        fault = error
    return Explained(value, watching.told(plan, str(fault or "")), watching.seen, tuple(watching.notes), fault)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is the same each time: a part without its value. key: of the node; paths: its plain references."""

    key: int
    text: str
    at: int
    paths: tuple[str, ...]
    parts: "tuple[_Plan, ...]"
    more: int
    constant: Constant | None


@lru_cache(maxsize=1024)
def _watched(text: str, most: int) -> tuple[CompiledFormula, _Plan]:
    formula = compile_formula(text)
    plan = _plan(formula.tree, _outermost(formula.tree, most))
    return replace(formula, run=runner(formula.tree, _watch)), plan


def _plan(node: Node, chosen: set[int]) -> _Plan:
    inner = inner_parts(node)
    told = [child for child in inner if id(child) in chosen]
    paths = () if inner else tuple(one.text for one in (node, *children(node)) if isinstance(one, Path))
    parts = tuple(_plan(child, chosen) for child in told)
    constant = node if isinstance(node, Constant) else None
    return _Plan(id(node), print_formula(node), node.at, paths[:_MOST_SEEN], parts, len(inner) - len(told), constant)


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

    def told(self, plan: _Plan, fault: str) -> Part:
        failed = self._failed(plan)
        return Part(
            text=plan.text,
            at=plan.at,
            value=plan.constant.value if plan.constant else self.gave.get(plan.key),
            looked=plan.constant is not None or plan.key in self.began,
            failed=failed,
            fault=fault if failed and not any(map(self._failed, plan.parts)) else "",
            seen={path: self.seen[path] for path in plan.paths if path in self.seen},
            parts=tuple(self.told(part, fault) for part in plan.parts),
            more=plan.more,
        )

    def _failed(self, plan: _Plan) -> bool:
        return plan.key in self.began and plan.key not in self.gave


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
