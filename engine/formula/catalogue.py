"""The language described once, for machines: what the browser offers and docs/formula.md says.

Nothing is written down twice: functions come from their registry, operators from `operator_table` and `symbols`,
global variables from `engine.document.globals`, limits from where they are kept.
"""

from functools import cache

import msgspec

from engine.document.globals import GLOBALS, GlobalVariable
from engine.formula.build import MAX_DEPTH
from engine.formula.functions import FUNCTIONS, UNSUPPORTED, Function
from engine.formula.functions.advanced import MAX_PATTERN
from engine.formula.kinds import ACCEPTED
from engine.formula.logic import MAX_LENGTH as LOGIC_LENGTH
from engine.formula.numbers import DIGITS, EXPONENT
from engine.formula.operator_table import FAMILIES, FAMILY_WORDS, OPERATORS
from engine.formula.parse import MAX_LENGTH
from engine.formula.resource_table import RESOURCES, ResourceFact
from engine.formula.symbols import SYMBOLS
from engine.formula.texts import MAX_TEXT
from engine.values import Kind

SCHEMA = 1
FUNCTION_FAMILIES = {
    "logic": "Logic",
    "text": "Text",
    "numbers": "Numbers",
    "dates": "Dates and times",
    "advanced": "Patterns, ids, links",
}
_KINDS = {
    Kind.TEXT: "characters; the empty text is not null",
    Kind.NUMBER: f"a decimal number of {DIGITS} digits",
    Kind.CURRENCY: "a number that is an amount of money",
    Kind.BOOLEAN: "true or false",
    Kind.DATE: "a day of the calendar",
    Kind.DATETIME: "a moment; shown in the person's time zone",
    Kind.TIME: "a time of day",
    Kind.PICKLIST: "one of a list of texts",
    Kind.MULTIPICKLIST: "several of a list of texts, joined by semicolons",
    Kind.RECORD: "a record; its fields and the records it points at follow after dots",
    Kind.OPAQUE: "a type of the other platform's code: kept, never computed with",
}


class KindEntry(msgspec.Struct, frozen=True):
    """family: which operators of conditions it takes, "" none."""

    kind: str
    means: str
    family: str


class FamilyEntry(msgspec.Struct, frozen=True):
    """Left sides that take the same operators."""

    family: str
    words: str
    kinds: tuple[str, ...]
    operators: tuple[str, ...]


class OperatorEntry(msgspec.Struct, frozen=True):
    """unary: the right side is true (asks for it) or false (asks for the opposite)."""

    operator: str
    means: str
    nulls: str
    unary: bool
    families: tuple[str, ...]


class SymbolEntry(msgspec.Struct, frozen=True):
    signs: tuple[str, ...]
    means: str
    nulls: str
    example: str
    gives: str


class ParameterEntry(msgspec.Struct, frozen=True):
    """wants: what is read ("path": a plain reference); kinds: those it takes, () any."""

    name: str
    wants: str
    kinds: tuple[str, ...]
    optional: bool
    repeated: bool


class FunctionEntry(msgspec.Struct, frozen=True):
    """returns: a kind, "" where it depends; returns_kind_of: the parameter whose kind it has, "" none.

    example: a formula without data of its own; gives: what TEXT says of its value ("null" for null)
    """

    name: str
    family: str
    signature: str
    parameters: tuple[ParameterEntry, ...]
    returns: str
    returns_kind_of: str
    means: str
    nulls: str
    example: str
    gives: str
    start_only: bool


class MemberEntry(msgspec.Struct, frozen=True):
    name: str
    kind: str
    means: str


class GlobalEntry(msgspec.Struct, frozen=True):
    """members: its fields where they are always the same; object: the one its record is of, "" none or any."""

    name: str
    means: str
    kind: str
    object: str
    members: tuple[MemberEntry, ...]


class Limits(msgspec.Struct, frozen=True):
    formula_characters: int = MAX_LENGTH
    nesting: int = MAX_DEPTH
    digits: int = DIGITS
    exponent: int = EXPONENT
    text_characters: int = MAX_TEXT
    pattern_characters: int = MAX_PATTERN
    logic_characters: int = LOGIC_LENGTH


class Catalogue(msgspec.Struct, frozen=True):
    schema: int
    kinds: tuple[KindEntry, ...]
    families: tuple[FamilyEntry, ...]
    operators: tuple[OperatorEntry, ...]
    symbols: tuple[SymbolEntry, ...]
    function_families: dict[str, str]
    functions: tuple[FunctionEntry, ...]
    not_available: tuple[str, ...]
    resources: tuple[ResourceFact, ...]
    globals: tuple[GlobalEntry, ...]
    limits: Limits


@cache
def catalogue() -> Catalogue:
    return Catalogue(
        schema=SCHEMA,
        kinds=tuple(KindEntry(kind.value, means, FAMILIES.get(kind, "")) for kind, means in _KINDS.items()),
        families=tuple(map(_family, FAMILY_WORDS)),
        operators=tuple(
            OperatorEntry(one.value, fact.means, fact.nulls, fact.unary, _in_order(fact.families))
            for one, fact in OPERATORS.items()
        ),
        symbols=tuple(SymbolEntry(one.signs, one.means, one.nulls, one.example, one.gives) for one in SYMBOLS),
        function_families=FUNCTION_FAMILIES,
        functions=tuple(map(_function, FUNCTIONS.values())),
        not_available=tuple(sorted(UNSUPPORTED)),
        resources=RESOURCES,
        globals=tuple(map(_global, GLOBALS.values())),
        limits=Limits(),
    )


def _family(family: str) -> FamilyEntry:
    kinds = tuple(kind.value for kind, one in FAMILIES.items() if one == family)
    operators = tuple(one.value for one, fact in OPERATORS.items() if family in fact.families)
    return FamilyEntry(family, FAMILY_WORDS[family], kinds, operators)


def _in_order(families: frozenset[str]) -> tuple[str, ...]:
    return tuple(family for family in FAMILY_WORDS if family in families)


def _function(function: Function) -> FunctionEntry:
    returns = function.returns
    parameters = tuple(
        ParameterEntry(one.name, one.wants, _taken(one.wants), one.optional, one.repeated)
        for one in function.parameters
    )
    return FunctionEntry(
        name=function.name,
        family=function.family,
        signature=function.signature,
        parameters=parameters,
        returns=returns.value if isinstance(returns, Kind) else "",
        returns_kind_of=parameters[returns].name if type(returns) is int else "",
        means=function.means,
        nulls=function.nulls,
        example=function.example,
        gives=function.gives_example,
        start_only=function.start_only,
    )


def _taken(wants: str) -> tuple[str, ...]:
    return tuple(kind.value for kind in Kind if kind in ACCEPTED.get(wants, ()))


def _global(variable: GlobalVariable) -> GlobalEntry:
    members = tuple(MemberEntry(one.name, one.kind.value, one.means) for one in variable.members)
    kind = {"record": Kind.RECORD, "user": Kind.RECORD, "named": variable.kind}.get(variable.source)
    return GlobalEntry(variable.name, variable.means, kind.value if kind else "", variable.object, members)
