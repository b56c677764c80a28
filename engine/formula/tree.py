"""The tree of a formula. `at` is the offset in the text; it and `depth` do not count when trees are compared."""

from dataclasses import dataclass, field

from engine.values import Value

ADDITIVE = ("+", "-", "&")
MULTIPLICATIVE = ("*", "/")
POWER = ("^",)
EQUALITY = ("=", "<>")
RELATION = ("<", ">", "<=", ">=")
CONJUNCTION = ("&&",)
DISJUNCTION = ("||",)

LEVELS = (DISJUNCTION, CONJUNCTION, EQUALITY, RELATION, ADDITIVE, MULTIPLICATIVE, POWER)  # loosest first
LEVEL_OF = {operator: level for level, operators in enumerate(LEVELS) for operator in operators}


@dataclass(frozen=True, slots=True)
class Constant:
    value: Value
    at: int = field(default=0, compare=False)
    depth: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Path:
    """`{!a.b}` or `a.b`."""

    parts: tuple[str, ...]
    at: int = field(default=0, compare=False)
    depth: int = field(default=1, compare=False)

    @property
    def text(self) -> str:
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True)
class Sign:
    """`-x` (operator "-") or `+x`."""

    operator: str
    operand: "Node"
    at: int = field(default=0, compare=False)
    depth: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Link:
    """One further operand of a chain."""

    operator: str
    operand: "Node"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands joined by operators of one level, taken from left to right: `a + b - c`.

    One node however long, so that a long sum is not a deep tree.
    """

    first: "Node"
    rest: tuple[Link, ...]
    at: int = field(default=0, compare=False)
    depth: int = field(default=1, compare=False)

    @property
    def level(self) -> int:
        return LEVEL_OF[self.rest[0].operator]


@dataclass(frozen=True, slots=True)
class Call:
    """A function by its upper-case name; `NOT x` and `!x` are calls of NOT."""

    name: str
    arguments: "tuple[Node, ...]"
    at: int = field(default=0, compare=False)
    depth: int = field(default=1, compare=False)


Node = Constant | Path | Sign | Chain | Call


def children(node: Node) -> "tuple[Node, ...]":
    match node:
        case Sign():
            return (node.operand,)
        case Chain():
            return (node.first, *(link.operand for link in node.rest))
        case Call():
            return node.arguments
        case _:
            return ()


def walk(node: Node) -> "list[Node]":
    """The node and all below it, in the order of the text."""
    found: list[Node] = []
    waiting = [node]
    while waiting:
        current = waiting.pop()
        found.append(current)
        waiting.extend(reversed(children(current)))
    return found
