"""A tree made into callables once, called many times. Faults carry the place in the text."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import DecimalException
from typing import Any

from engine.formula.errors import FormulaFault, Wrong
from engine.formula.functions import FUNCTIONS, Function
from engine.formula.functions.logic import settle
from engine.formula.operators import OPERATIONS, kind_name, negative, number, positive
from engine.formula.scope import Scope, UnknownName, Unreachable
from engine.formula.tree import CONJUNCTION, DISJUNCTION, Call, Chain, Constant, Node, Path, Sign
from engine.values import RecordValue, Value

Run = Callable[[Scope], Value]
Watch = Callable[[Node, Run], Run]  # what is put around the callable of every node


def unwatched(_node: Node, run: Run) -> Run:
    return run


def runner(node: Node, watch: Watch = unwatched) -> Run:
    """The callable of a tree whose calls were checked (`kinds.check_calls`)."""
    match node:
        case Constant(value=value):
            return lambda _scope: value
        case Path():
            return watch(node, _path(node))
        case Sign():
            return watch(node, _sign(node, watch))
        case Chain():
            return watch(node, _chain(node, watch))
        case Call():
            return watch(node, _call(node, watch))


def _faulty(problem: Wrong | DecimalException, at: int) -> FormulaFault:
    if isinstance(problem, Wrong):
        return FormulaFault(message=problem.message, code=problem.code, position=at)
    return FormulaFault(message="The number is too large.", code="formula_number_size", position=at)


def _path(node: Path) -> Run:
    parts, at = node.parts, node.at

    def run(scope: Scope) -> Value:
        try:
            return scope.value(parts)
        except Unreachable:
            return None
        except UnknownName as error:
            raise FormulaFault(message=str(error), code="formula_unknown_name", position=at) from error

    return run


def _sign(node: Sign, watch: Watch) -> Run:
    operand, at = runner(node.operand, watch), node.at
    apply = negative if node.operator == "-" else positive

    def run(scope: Scope) -> Value:
        value = operand(scope)
        try:
            return apply(value)
        except (Wrong, DecimalException) as problem:
            raise _faulty(problem, at) from None

    return run


def _chain(node: Chain, watch: Watch) -> Run:
    operator = node.rest[0].operator
    if operator in CONJUNCTION or operator in DISJUNCTION:
        return _logic(node, watch, decisive=operator in DISJUNCTION)
    first = runner(node.first, watch)
    rest = [(OPERATIONS[link.operator], runner(link.operand, watch), link.at) for link in node.rest]

    def run(scope: Scope) -> Value:
        value = first(scope)
        for apply, operand, at in rest:
            other = operand(scope)
            try:
                value = apply(scope, value, other)
            except (Wrong, DecimalException) as problem:
                raise _faulty(problem, at) from None
        return value

    return run


def _logic(node: Chain, watch: Watch, *, decisive: bool) -> Run:
    tests = (runner(node.first, watch), *(runner(link.operand, watch) for link in node.rest))
    at = node.rest[0].at

    def run(scope: Scope) -> Value:
        try:
            return settle(scope, tests, decisive=decisive)
        except Wrong as problem:
            raise _faulty(problem, at) from None

    return run


def _call(node: Call, watch: Watch) -> Run:
    function = FUNCTIONS[node.name]
    arguments = [_argument(function, index, item, watch) for index, item in enumerate(node.arguments)]
    run = _lazy(function, arguments) if function.style == "lazy" else _eager(function, arguments)
    at = node.at

    def guarded(scope: Scope) -> Value:
        try:
            return run(scope)
        except (Wrong, DecimalException) as problem:
            raise _faulty(problem, at) from None

    return guarded


def _argument(function: Function, index: int, node: Node, watch: Watch) -> Callable[[Scope], Any]:
    if function.parameter(index).wants == "path":
        assert isinstance(node, Path)
        parts = node.parts
        return lambda _scope: parts
    return runner(node, watch)


def _lazy(function: Function, arguments: list[Callable[[Scope], Any]]) -> Run:
    call, tests = function.call, tuple(arguments)
    return lambda scope: call(scope, *tests)


def _eager(function: Function, arguments: list[Callable[[Scope], Any]]) -> Run:
    call, scoped = function.call, function.style == "scoped"
    readers = [(argument, _READERS[function.parameter(i).wants]) for i, argument in enumerate(arguments)]

    def run(scope: Scope) -> Value:
        values = []
        for argument, read in readers:
            value = read(argument(scope))
            if value is _NULL:
                return None
            values.append(value)
        result: Value = call(scope, *values) if scoped else call(*values)
        return result

    return run


_NULL: Any = object()  # a null that makes the whole result null


def _wrong(wanted: str, value: Value) -> Wrong:
    return Wrong("formula_kind", f"{wanted} is needed here, not {kind_name(value)}.")


def _read_text(value: Value) -> Any:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, RecordValue):
        return value.id
    raise _wrong("Text", value)


def _read_number(value: Value) -> Any:
    found = number(value)
    if found is None and value is not None:
        raise _wrong("A number", value)
    return _NULL if found is None else found


def _reader(wanted: str, accepts: Callable[[Value], bool]) -> Callable[[Value], Any]:
    def read(value: Value) -> Any:
        if value is None:
            return _NULL
        if not accepts(value):
            raise _wrong(wanted, value)
        return value

    return read


_READERS: dict[str, Callable[[Value], Any]] = {
    "any": lambda value: value,
    "path": lambda value: value,
    "text": _read_text,
    "number": _read_number,
    "boolean": _reader("True or false", lambda value: isinstance(value, bool)),
    "date": _reader("A date", lambda value: isinstance(value, date) and not isinstance(value, datetime)),
    "moment": _reader("A date or date/time", lambda value: isinstance(value, date)),
    "time": _reader("A time", lambda value: isinstance(value, time)),
}
