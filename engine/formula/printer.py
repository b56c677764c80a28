"""A tree as text again: parsing it gives the same tree."""

from decimal import Decimal

from engine.formula.tree import LEVELS, Call, Chain, Constant, Node, Path, Sign

_ATOM = len(LEVELS) + 1
_SIGNED = len(LEVELS)
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def print_formula(node: Node) -> str:
    match node:
        case Constant():
            return _constant(node)
        case Path():
            return "{!" + node.text + "}"
        case Sign():
            return node.operator + _inside(node.operand, _SIGNED)
        case Call():
            return f"{node.name}({', '.join(map(print_formula, node.arguments))})"
        case Chain():
            level = node.level
            pieces = [_inside(node.first, level + 1)]
            for link in node.rest:
                pieces += [link.operator, _inside(link.operand, level + 1)]
            return " ".join(pieces)


def _constant(node: Constant) -> str:
    match node.value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if node.value else "FALSE"
        case Decimal():
            return format(node.value, "f")
        case value:
            return '"' + str(value).translate(_ESCAPES) + '"'


def _binding(node: Node) -> int:
    match node:
        case Chain():
            return node.level
        case Sign():
            return _SIGNED
        case _:
            return _ATOM


def _inside(node: Node, least: int) -> str:
    text = print_formula(node)
    return text if _binding(node) >= least else f"({text})"
