"""Text to tree. The parser is built at its first use: importing this module costs nothing."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from engine.formula.errors import FormulaError, FormulaSyntax, FormulaTooLong
from engine.formula.tree import Node

if TYPE_CHECKING:
    from lark import UnexpectedInput

MAX_LENGTH = 5000
_SHOWN = 20

_OPERATORS = {"PLUS", "MINUS", "OR", "AND", "EQUALITY", "RELATION", "CONCAT", "TIMES", "POWER"}
_SIGNS = {"RPAR": ")", "COMMA": ",", "$END": "the end"}


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """raises FormulaError (a subclass) with the position"""
    if len(text) > MAX_LENGTH:
        raise FormulaTooLong(
            f"A formula has at most {MAX_LENGTH} characters; this one has {len(text)}.", position=MAX_LENGTH
        )
    if not text.strip():
        raise FormulaSyntax("The formula is empty.", expected=("a value",))
    from lark import UnexpectedInput

    try:
        return _parser()(text)
    except UnexpectedInput as error:
        raise _explain(text, error) from None


@cache
def _parser() -> Callable[[str], Node]:
    from lark import Lark

    from engine.formula.build import Builder

    parser: Lark = Lark.open("grammar.lark", rel_to=__file__, parser="lalr", transformer=Builder())
    parse_text: Callable[[str], Any] = parser.parse
    return parse_text


def _explain(text: str, error: "UnexpectedInput") -> FormulaError:
    found = getattr(error, "token", None)
    at_end = found is not None and found.type == "$END"
    position = len(text) if at_end else max(error.pos_in_stream or 0, 0)
    names = getattr(error, "accepts", None) or getattr(error, "expected", None) or getattr(error, "allowed", None) or ()
    expected = _expected(set(names))
    what = "the end" if at_end else f'"{text[position : position + _SHOWN].split(chr(10))[0]}"'
    wanted = f"; expected {' or '.join(expected)}" if expected else ""
    return FormulaSyntax(
        f"Unexpected {what} at character {position + 1}{wanted}.",
        position=position,
        expected=expected,
        hint=_hint(text, position),
    )


def _expected(names: set[str]) -> tuple[str, ...]:
    if "NUMBER" in names:
        return ("a value", ")") if "RPAR" in names else ("a value",)
    operator = ("an operator",) if names & _OPERATORS else ()
    return operator + tuple(_SIGNS[name] for name in sorted(names & _SIGNS.keys()))


def _hint(text: str, position: int) -> str:
    rest = text[position : position + _SHOWN]
    if rest[:1] in ("“", "”", "„", "‘", "’"):
        return "Use straight quotes (\" or ')."
    if rest[:1] in ('"', "'"):
        return "The text is not closed: a quote is missing."
    if rest[:3].upper() in ("AND", "OR ", "OR("):
        return "Write AND(a, b) or a && b; OR(a, b) or a || b."
    if rest[:2] == "/*":
        return "The comment is not closed: */ is missing."
    if rest[:1] == "{":
        return "A reference is written {!Name}."
    return ""
