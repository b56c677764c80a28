"""What can be known before anything runs: the functions exist, their arguments fit, the kinds go together."""

from collections.abc import Callable

from engine.formula.errors import (
    FormulaArguments,
    FormulaKind,
    FormulaPattern,
    FormulaUnknownFunction,
    FormulaUnknownName,
    FormulaUnsupportedFunction,
    Wrong,
    nearest,
)
from engine.formula.functions import FUNCTIONS, UNSUPPORTED, Function
from engine.formula.functions.advanced import pattern_of
from engine.formula.scope import Names, UnknownName
from engine.formula.tree import ADDITIVE, EQUALITY, RELATION, Call, Chain, Constant, Link, Node, Path, Sign, walk
from engine.formula.values import kind_of_value
from engine.values import Kind

KindOf = Callable[[Names], Kind | None]

_TEXTS = frozenset({Kind.TEXT, Kind.PICKLIST, Kind.MULTIPICKLIST})
_NUMBERS = frozenset({Kind.NUMBER, Kind.CURRENCY})
_MOMENTS = frozenset({Kind.DATE, Kind.DATETIME})
ACCEPTED: dict[str, frozenset[Kind]] = {
    "text": _TEXTS | {Kind.RECORD},
    "number": _NUMBERS,
    "boolean": frozenset({Kind.BOOLEAN}),
    "date": frozenset({Kind.DATE}),
    "moment": _MOMENTS,
    "time": frozenset({Kind.TIME}),
}
_WORDS = {
    "text": "text",
    "number": "a number",
    "boolean": "true or false",
    "date": "a date",
    "moment": "a date or date/time",
    "time": "a time",
}
SHOWN = {
    Kind.TEXT: "text",
    Kind.NUMBER: "a number",
    Kind.CURRENCY: "a number",
    Kind.BOOLEAN: "true or false",
    Kind.DATE: "a date",
    Kind.DATETIME: "a date/time",
    Kind.TIME: "a time",
    Kind.PICKLIST: "text",
    Kind.MULTIPICKLIST: "text",
    Kind.RECORD: "a record",
    Kind.OPAQUE: "an opaque value",
}


def check_calls(tree: Node) -> None:
    """Every function exists and has arguments that can be its own. raises FormulaError, the first in the text"""
    for node in walk(tree):
        if isinstance(node, Call):
            _check_call(node, _function(node))


def _function(node: Call) -> Function:
    if (found := FUNCTIONS.get(node.name)) is not None:
        return found
    if node.name in UNSUPPORTED:
        raise FormulaUnsupportedFunction(f"{node.name} does not work in flows.", position=node.at)
    hint = nearest(node.name, FUNCTIONS.keys() | set())
    raise FormulaUnknownFunction(
        f"There is no function {node.name[:50]}. {hint}".rstrip(), position=node.at, hint=hint, expected=("a function",)
    )


def _check_call(node: Call, function: Function) -> None:
    count, most = len(node.arguments), function.most
    if count < function.least or (most is not None and count > most) or (node.name == "CASE" and count % 2):
        raise FormulaArguments(
            f"{node.name} is written {function.signature}; here it has {count} arguments.",
            position=node.at,
            expected=(function.signature,),
        )
    for index, argument in enumerate(node.arguments):
        if function.parameter(index).wants == "path" and not isinstance(argument, Path):
            raise FormulaArguments(
                f"{node.name} needs a field, written {function.signature}.",
                position=argument.at,
                expected=("a reference",),
            )
    if node.name == "REGEX" and isinstance(pattern := node.arguments[1], Constant) and isinstance(pattern.value, str):
        try:
            pattern_of(pattern.value)
        except Wrong as problem:
            raise FormulaPattern(problem.message, position=pattern.at) from None


def infer(node: Node, kind_of: KindOf | None) -> Kind | None:
    """The kind of a tree; None where it depends on what is not known.

    raises: FormulaKind where known kinds do not go together, FormulaUnknownName when `kind_of` raises UnknownName
    """
    match node:
        case Constant():
            return kind_of_value(node.value)
        case Path():
            return _kind_of_path(node, kind_of)
        case Sign():
            _expect("number", infer(node.operand, kind_of), node.operand.at, f"The sign {node.operator}")
            return Kind.NUMBER
        case Chain():
            return _infer_chain(node, kind_of)
        case Call():
            return _infer_call(node, kind_of)


def _kind_of_path(node: Path, kind_of: KindOf | None) -> Kind | None:
    if kind_of is None:
        return None
    try:
        return kind_of(node.parts)
    except UnknownName as error:
        hint = nearest(node.text, error.known)
        raise FormulaUnknownName(
            f"Nothing is called {node.text[:100]}. {hint}".rstrip(), position=node.at, hint=hint
        ) from None


def _expect(wants: str, kind: Kind | None, at: int, where: str) -> None:
    if kind is not None and kind not in ACCEPTED.get(wants, (kind,)):
        wanted = _WORDS[wants]
        raise FormulaKind(f"{where} needs {wanted} here, not {SHOWN[kind]}.", position=at, expected=(wanted,))


def _infer_call(node: Call, kind_of: KindOf | None) -> Kind | None:
    function = FUNCTIONS[node.name]
    kinds = [infer(argument, kind_of) for argument in node.arguments]
    for index, (argument, kind) in enumerate(zip(node.arguments, kinds, strict=True)):
        _expect(function.parameter(index).wants, kind, argument.at, node.name)
    if node.name in ("IF", "CASE"):
        return _branches(node, kinds)
    if node.name in ("BLANKVALUE", "NULLVALUE"):
        return kinds[0] or kinds[1]
    return kinds[function.returns] if type(function.returns) is int else _as_kind(function.returns)


def _as_kind(returns: object) -> Kind | None:
    return returns if isinstance(returns, Kind) else None


def _branches(node: Call, kinds: list[Kind | None]) -> Kind | None:
    """The kind of IF or CASE: what its results have in common."""
    results = [1, 2] if node.name == "IF" else [*range(2, len(kinds) - 1, 2), len(kinds) - 1]
    found: Kind | None = None
    for index in results:
        kind = kinds[index]
        if found is not None and kind is not None and not together(found, kind):
            raise FormulaKind(
                f"The results of {node.name} must be of one kind: {SHOWN[found]} before, {SHOWN[kind]} here.",
                position=node.arguments[index].at,
                expected=(SHOWN[found],),
            )
        found = found or kind
    return found


def together(one: Kind, other: Kind) -> bool:
    if one is other or Kind.OPAQUE in (one, other):
        return True
    texts = _TEXTS | {Kind.RECORD}
    return any(one in family and other in family for family in (texts, _NUMBERS, _MOMENTS))


def _infer_chain(node: Chain, kind_of: KindOf | None) -> Kind | None:
    kind = infer(node.first, kind_of)
    before = node.first
    for link in node.rest:
        other = infer(link.operand, kind_of)
        kind = _combine(kind, other, before, link)
        before = link.operand
    return kind


def _combine(left: Kind | None, right: Kind | None, before: Node, link: Link) -> Kind | None:
    operator = link.operator
    if operator in EQUALITY or operator in RELATION:
        if left is not None and right is not None and not together(left, right):
            raise _mismatch(left, right, link)
        return Kind.BOOLEAN
    if operator == "&":
        return Kind.TEXT
    if operator in ADDITIVE:
        return _sum(left, right, link)
    wants = "boolean" if operator in ("&&", "||") else "number"
    _expect(wants, left, before.at, operator)
    _expect(wants, right, link.operand.at, operator)
    return Kind.BOOLEAN if wants == "boolean" else Kind.NUMBER


def _sum(left: Kind | None, right: Kind | None, link: Link) -> Kind | None:
    if left is None or right is None:
        return Kind.TEXT if link.operator == "+" and (left in _TEXTS or right in _TEXTS) else None
    if left in _NUMBERS and right in _NUMBERS:
        return left if left is right else Kind.CURRENCY
    moving = _MOMENTS | {Kind.TIME}
    if left in moving and right in _NUMBERS:
        return left
    if link.operator == "+":
        if left in _NUMBERS and right in moving:
            return right
        texts = _TEXTS | {Kind.RECORD}
        if left in texts and right in texts and (left in _TEXTS or right in _TEXTS):
            return Kind.TEXT
    elif left is right and left in moving:
        return Kind.NUMBER
    if Kind.OPAQUE in (left, right):
        return None
    raise _mismatch(left, right, link)


def _mismatch(left: Kind, right: Kind, link: Link) -> FormulaKind:
    return FormulaKind(
        f"{link.operator} does not work on {SHOWN[left]} and {SHOWN[right]}.",
        position=link.at,
        expected=(SHOWN[left],),
        hint="Use TEXT(...) to make text of a value." if left in _TEXTS or right in _TEXTS else "",
    )
