"""What the parser calls for each piece: tokens in, nodes out. Bounds on depth and numbers are kept here."""

import re

from lark import Token, Transformer

from engine.formula.errors import FormulaNumberSize, FormulaSyntax, FormulaTooDeep
from engine.formula.numbers import parse_number
from engine.formula.tree import Call, Chain, Constant, Link, Node, Path, Sign
from engine.values import Value

MAX_DEPTH = 100

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "N": "\n", "r": "\r", "R": "\r", "t": "\t", "T": "\t"}
_SAME = {"==": "=", "!=": "<>"}
_WORDS: dict[str, Value] = {"TRUE": True, "FALSE": False, "NULL": None}
_REFERENCE = re.compile(r"[\w$:#\-\[\] ]+(\.[\w$:#\-\[\] ]+)*")

Piece = Token | Node


class Builder(Transformer[Token, Node]):
    """Methods are named after the rules of grammar.lark."""

    def number(self, pieces: list[Token]) -> Node:
        value = parse_number(pieces[0])
        if value is None:
            raise FormulaNumberSize("The number is too large.", position=_at(pieces[0]))
        return Constant(value, _at(pieces[0]))

    def string(self, pieces: list[Token]) -> Node:
        return Constant(_unescape(pieces[0][1:-1]), _at(pieces[0]))

    def merge_field(self, pieces: list[Token]) -> Node:
        name = pieces[0][2:-1].strip()
        if not _REFERENCE.fullmatch(name):
            raise FormulaSyntax(
                f'"{name[:50]}" is not a reference.',
                position=_at(pieces[0]),
                expected=("a value",),
                hint="Between {! and } stands one name, such as {!Account.Name}; write operators outside.",
            )
        return Path(tuple(part.strip() for part in name.split(".")), _at(pieces[0]))

    def name(self, pieces: list[Token]) -> Node:
        word = pieces[0].upper()
        if word in _WORDS:
            return Constant(_WORDS[word], _at(pieces[0]))
        return Path(tuple(pieces[0].split(".")), _at(pieces[0]))

    def call(self, pieces: list[Piece]) -> Node:
        name, *arguments = pieces
        assert isinstance(name, Token)
        nodes = tuple(_nodes(arguments))
        return Call(name.upper(), nodes, _at(name), _deeper(_at(name), *nodes))

    def negation(self, pieces: list[Piece]) -> Node:
        token, operand = pieces
        assert isinstance(token, Token)
        [node] = _nodes([operand])
        return Call("NOT", (node,), _at(token), _deeper(_at(token), node))

    def sign(self, pieces: list[Piece]) -> Node:
        token, operand = pieces
        assert isinstance(token, Token)
        [node] = _nodes([operand])
        return Sign(str(token), node, _at(token), _deeper(_at(token), node))

    def chain(self, pieces: list[Piece]) -> Node:
        nodes = _nodes(pieces[::2])
        operators = [piece for piece in pieces[1::2] if isinstance(piece, Token)]
        rest = tuple(
            Link(_SAME.get(token, str(token)), node, _at(token))
            for token, node in zip(operators, nodes[1:], strict=True)
        )
        return Chain(nodes[0], rest, nodes[0].at, _deeper(nodes[0].at, *nodes))


def _nodes(pieces: list[Piece]) -> list[Node]:
    return [piece for piece in pieces if not isinstance(piece, Token)]


def _at(token: Token) -> int:
    return token.start_pos or 0


def _deeper(at: int, *nodes: Node) -> int:
    depth = 1 + max((node.depth for node in nodes), default=0)
    if depth > MAX_DEPTH:
        raise FormulaTooDeep(f"The formula is nested more than {MAX_DEPTH} levels deep.", position=at)
    return depth


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: _ESCAPES.get(found[1], found[1]), text)
