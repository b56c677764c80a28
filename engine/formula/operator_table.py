"""The operators of conditions: what each means, for which kinds of left side it is offered, what it does with null."""

from dataclasses import dataclass

from engine.document.conditions import Operator
from engine.values import Kind

FAMILIES: dict[Kind, str] = {
    Kind.TEXT: "text",
    Kind.PICKLIST: "text",
    Kind.MULTIPICKLIST: "text",
    Kind.NUMBER: "number",
    Kind.CURRENCY: "number",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
    Kind.DATETIME: "date",
    Kind.TIME: "time",
    Kind.RECORD: "record",
}
FAMILY_WORDS = {
    "text": "text",
    "number": "a number",
    "boolean": "true or false",
    "date": "a date or date/time",
    "time": "a time",
    "record": "a record",
    "collection": "a collection",
    "element": "a stage, step or element",
    "choice": "a choice",
}
_VALUES = frozenset({"text", "number", "boolean", "date", "time", "record"})
_ORDERED = frozenset({"text", "number", "date", "time"})


@dataclass(frozen=True, slots=True)
class OperatorFact:
    """families: kinds of left side it is offered for; unary: the right side is true (asks for it) or false."""

    operator: Operator
    means: str
    nulls: str
    families: frozenset[str]
    unary: bool = False


_NEVER = "False when either side is null."
OPERATORS: dict[Operator, OperatorFact] = {
    fact.operator: fact
    for fact in (
        OperatorFact(
            Operator.EQUAL_TO, "the two are the same", "Null equals null only.", _VALUES | {"collection", "element"}
        ),
        OperatorFact(
            Operator.NOT_EQUAL_TO,
            "the two differ",
            "Null differs from everything but null.",
            _VALUES | {"collection", "element"},
        ),
        OperatorFact(Operator.GREATER_THAN, "the left side is more, or later", _NEVER, _ORDERED),
        OperatorFact(Operator.GREATER_OR_EQUAL, "the left side is more or the same", _NEVER, _ORDERED),
        OperatorFact(Operator.LESS_THAN, "the left side is less, or earlier", _NEVER, _ORDERED),
        OperatorFact(Operator.LESS_OR_EQUAL, "the left side is less or the same", _NEVER, _ORDERED),
        OperatorFact(Operator.STARTS_WITH, "the text starts with the other", _NEVER, frozenset({"text"})),
        OperatorFact(Operator.ENDS_WITH, "the text ends with the other", _NEVER, frozenset({"text"})),
        OperatorFact(
            Operator.CONTAINS,
            "the text has the other as a part; the collection has the member",
            "False when the left side is null; no text contains null.",
            frozenset({"text", "collection"}),
        ),
        OperatorFact(Operator.IN, "the value is a member of the collection", "Null is when a member is.", _VALUES),
        OperatorFact(Operator.NOT_IN, "the value is no member of the collection", "The opposite of in.", _VALUES),
        OperatorFact(
            Operator.IS_NULL,
            "there is no value, or no member",
            "True.",
            _VALUES | {"collection", "element"},
            unary=True,
        ),
        OperatorFact(Operator.IS_BLANK, "no value, no characters, or only white space", "True.", _VALUES, unary=True),
        OperatorFact(
            Operator.IS_EMPTY,
            "no value, no characters, or no member",
            "True.",
            frozenset({"text", "collection"}),
            unary=True,
        ),
        OperatorFact(Operator.WAS_SET, "there is a value", "False.", _VALUES | {"element"}, unary=True),
        OperatorFact(
            Operator.IS_CHANGED,
            "the field differs from before the change; false for a new record",
            "Null and a value differ.",
            _VALUES,
            unary=True,
        ),
        OperatorFact(
            Operator.WAS_VISITED, "the run has reached it", "-", frozenset({"element", "boolean"}), unary=True
        ),
        OperatorFact(Operator.HAS_ERROR, "it has failed", "-", frozenset({"element", "boolean"}), unary=True),
        OperatorFact(
            Operator.WAS_SELECTED, "the person chose it on a screen", "-", frozenset({"choice", *_VALUES}), unary=True
        ),
    )
}


def family_of(kind: Kind | None, *, collection: bool = False) -> str:
    """ "" where the kind is not known."""
    if collection:
        return "collection"
    return FAMILIES.get(kind, "") if kind is not None else ""


def fits(operator: Operator, family: str) -> bool:
    """Whether the operator is offered for the family; true where nothing is known."""
    fact = OPERATORS.get(operator)
    return fact is None or not family or family in fact.families
