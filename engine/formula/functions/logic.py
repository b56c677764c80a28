"""Logic: three-valued. Null is neither true nor false; what the other operands settle is settled."""

from collections.abc import Callable
from functools import partial

from engine.formula.comparing import empty, equal
from engine.formula.functions.registry import function as registered
from engine.formula.numbers import parse_number
from engine.formula.operators import truth
from engine.formula.scope import Names, Scope, Unreachable
from engine.values import Kind, Value

function = partial(registered, family="logic")
Argument = Callable[[Scope], Value]


@function(
    "AND(test, ...)",
    "boolean*",
    Kind.BOOLEAN,
    style="lazy",
    means="True when all are true; stops at the first false one.",
    nulls="False if any is false, else null if any is null.",
    example="AND(TRUE, 2 > 1)",
    gives="true",
)
def and_(scope: Scope, *tests: Argument) -> bool | None:
    return settle(scope, tests, decisive=False)


@function(
    "OR(test, ...)",
    "boolean*",
    Kind.BOOLEAN,
    style="lazy",
    means="True when any is true; stops at the first true one.",
    nulls="True if any is true, else null if any is null.",
    example="OR(FALSE, NULL, TRUE)",
    gives="true",
)
def or_(scope: Scope, *tests: Argument) -> bool | None:
    return settle(scope, tests, decisive=True)


def settle(scope: Scope, tests: tuple[Argument, ...], *, decisive: bool) -> bool | None:
    """AND (decisive False) and OR (decisive True) over tests that are read one by one."""
    result: bool | None = not decisive
    for test in tests:
        answer = truth(test(scope))
        if answer is decisive:
            return decisive
        if answer is None:
            result = None
    return result


@function(
    "NOT(test)",
    "boolean",
    Kind.BOOLEAN,
    means="The opposite.",
    example="NOT(1 = 2)",
    gives="true",
)
def not_(test: bool) -> bool:
    return not test


@function(
    "IF(test, then, else)",
    "boolean any any",
    1,
    style="lazy",
    means="The second value when the test is true, else the third; the other one is not computed.",
    nulls="A null test counts as not true.",
    example='IF(3 > 2, "more", "less")',
    gives="more",
)
def if_(scope: Scope, test: Argument, then: Argument, otherwise: Argument) -> Value:
    return then(scope) if truth(test(scope)) else otherwise(scope)


@function(
    "CASE(value, match, result, ..., else)",
    "any any any any*",
    2,
    style="lazy",
    means="The result of the first match that equals the value, else the last one.",
    nulls="Null matches null only.",
    example='CASE(2, 1, "one", 2, "two", "many")',
    gives="two",
)
def case(scope: Scope, value: Argument, *branches: Argument) -> Value:
    wanted = value(scope)
    for match, result in zip(branches[:-1:2], branches[1::2], strict=True):
        if equal(wanted, match(scope), scope.zone):
            return result(scope)
    return branches[-1](scope)


@function(
    "ISBLANK(value)",
    "any",
    Kind.BOOLEAN,
    means="True when there is no value: null, empty text, an empty collection. White space is a value.",
    nulls="Null is blank.",
    example='ISBLANK("")',
    gives="true",
)
def isblank(value: Value) -> bool:
    return empty(value)


@function(
    "ISNULL(value)",
    "any",
    Kind.BOOLEAN,
    means="True for null only; empty text is not null.",
    nulls="Null is null.",
    example="ISNULL(NULL)",
    gives="true",
)
def isnull(value: Value) -> bool:
    return value is None


@function(
    "BLANKVALUE(value, instead)",
    "any any",
    0,
    style="lazy",
    means="The value, or the second one when the first is blank.",
    nulls="Null is blank.",
    example="BLANKVALUE(NULL, 0)",
    gives="0",
)
def blankvalue(scope: Scope, value: Argument, instead: Argument) -> Value:
    found = value(scope)
    return instead(scope) if empty(found) else found


@function(
    "NULLVALUE(value, instead)",
    "any any",
    0,
    style="lazy",
    means="The value, or the second one when the first is null.",
    nulls="Null is replaced.",
    example="NULLVALUE(NULL, 7)",
    gives="7",
)
def nullvalue(scope: Scope, value: Argument, instead: Argument) -> Value:
    found = value(scope)
    return instead(scope) if found is None else found


@function(
    "ISNUMBER(text)",
    "text",
    Kind.BOOLEAN,
    means="True when the text spells a number.",
    example='ISNUMBER("12.5")',
    gives="true",
)
def isnumber(value: str) -> bool:
    return parse_number(value) is not None


@function(
    "ISPICKVAL(picklist, value)",
    "text text",
    Kind.BOOLEAN,
    means="True when the picklist has exactly this value.",
    nulls="A null picklist equals the empty text.",
    example='ISPICKVAL("Open", "Open")',
    gives="true",
)
def ispickval(picklist: str, value: str) -> bool:
    return picklist == value


@function(
    "INCLUDES(multipicklist, value)",
    "text text",
    Kind.BOOLEAN,
    means="True when the value is one of the chosen ones (values joined by semicolons).",
    example='INCLUDES("red;blue", "blue")',
    gives="true",
)
def includes(chosen: str, value: str) -> bool:
    return bool(value) and value in [part.strip() for part in chosen.split(";")]


@function(
    "ISNEW()",
    "",
    Kind.BOOLEAN,
    style="scoped",
    start_only=True,
    means="True when the record that starts the run is being created. For start conditions.",
    example="ISNEW()",
    gives="false",
)
def isnew(scope: Scope) -> bool:
    return scope.is_new


@function(
    "ISCHANGED(field)",
    "path",
    Kind.BOOLEAN,
    style="scoped",
    start_only=True,
    means="True when the field differs from before the change; false for a new record. For start conditions.",
    nulls="Null differs from everything but null.",
    example="ISCHANGED({!$Record.Name})",
    gives="false",
)
def ischanged(scope: Scope, path: Names) -> bool:
    return changed(scope, path)


def changed(scope: Scope, path: Names) -> bool:
    """Also the operator is_changed. No value before, or none now: not changed."""
    if scope.is_new:
        return False
    try:
        return not equal(scope.value(path), scope.prior(path), scope.zone)
    except Unreachable:
        return False


@function(
    "PRIORVALUE(field)",
    "path",
    0,
    style="scoped",
    start_only=True,
    means="The field's value before the change. For start conditions.",
    nulls="Null when there was none: a new record, or no change.",
    example="PRIORVALUE({!$Record.Name})",
    gives="null",
)
def priorvalue(scope: Scope, path: Names) -> Value:
    try:
        return scope.prior(path)
    except Unreachable:
        return None


@function(
    "ISCLONE()",
    "",
    Kind.BOOLEAN,
    start_only=True,
    means="True when the record is a copy of another. Records are not cloned here: always false.",
    example="ISCLONE()",
    gives="false",
)
def isclone() -> bool:
    return False
