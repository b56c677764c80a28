"""Conditions on a scope: every row judged, every value kept for the trail."""

from collections.abc import Callable
from dataclasses import dataclass, field

from engine.document.conditions import Condition, Conditions, Operator
from engine.document.operands import Expression, Literal, Operand, Reference
from engine.formula.comparing import asked, comparable, compare
from engine.formula.compile import CompiledFormula, compile_formula
from engine.formula.errors import ConditionValue, FormulaFault, Wrong
from engine.formula.explain import Part, explain
from engine.formula.functions.logic import changed
from engine.formula.logic import Logic, parse_logic
from engine.formula.merging import merge, merge_paths
from engine.formula.scope import ChoosingScope, Names, Scope, UnknownName, Unreachable
from engine.formula.verdict import RowVerdict, Verdict
from engine.values import Kind, Value

_UNARY = frozenset(
    {
        Operator.IS_NULL,
        Operator.IS_BLANK,
        Operator.IS_EMPTY,
        Operator.IS_CHANGED,
        Operator.WAS_SET,
        Operator.WAS_SELECTED,
        Operator.WAS_VISITED,
        Operator.HAS_ERROR,
    }
)
_ORDER = frozenset({Operator.GREATER_THAN, Operator.GREATER_OR_EQUAL, Operator.LESS_THAN, Operator.LESS_OR_EQUAL})
_NO_VALUE: frozenset[Names] = frozenset()

Right = CompiledFormula | Callable[[Scope], Value]


@dataclass(frozen=True, slots=True)
class CompiledRow:
    """right: what gives the value of the right side; a formula is explained."""

    condition: Condition
    left: Names
    right_text: str
    right: Right = field(repr=False)

    @property
    def right_from(self) -> str:
        if isinstance(self.right, CompiledFormula):
            return "formula"
        return "reference" if isinstance(self.condition.right, Reference) else ""


@dataclass(frozen=True, slots=True)
class CompiledConditions:
    """references: every path it may read, names that are asked only "visited" or "has error" left out."""

    conditions: Conditions
    rows: tuple[CompiledRow, ...]
    logic: Logic | None
    formula: CompiledFormula | None
    references: frozenset[Names]


def compile_conditions(conditions: Conditions, *, root: Names = ()) -> CompiledConditions:
    """root: put before the left side of every row, ("$Record",) for record filters whose rows name fields.

    raises: FormulaError (a subclass): logic, formula or a written-down value that cannot be read
    """
    if conditions.logic == "formula" or (conditions.formula and not conditions.rows):
        formula = compile_formula(conditions.formula)
        return CompiledConditions(conditions, (), None, formula, formula.references)
    pairs = [_compile_row(row, root) for row in conditions.rows]
    logic = parse_logic(conditions.logic, len(pairs)) if pairs else None
    named = _NO_VALUE.union(*(references for _, references in pairs))
    return CompiledConditions(conditions, tuple(row for row, _ in pairs), logic, None, named)


def _compile_row(row: Condition, root: Names) -> tuple[CompiledRow, frozenset[Names]]:
    left = root + tuple(row.left.split("."))
    text, value, references = _compile_operand(row.right)
    if row.operator not in (Operator.WAS_VISITED, Operator.HAS_ERROR):
        references |= {left}
    return CompiledRow(row, left, text, value), references


def _compile_operand(operand: Operand | None) -> tuple[str, Right, frozenset[Names]]:
    match operand:
        case None:
            return "", lambda _scope: None, _NO_VALUE
        case Reference():
            parts = operand.parts
            return operand.path, lambda scope: scope.value(parts), frozenset({parts})
        case Expression():
            formula = compile_formula(operand.text)
            return operand.text, formula, formula.references
        case Literal(kind=Kind.TEXT | Kind.PICKLIST, text=text) if "{!" in text:
            return text, lambda scope: merge(text, scope), merge_paths(text)
        case Literal():
            value = _literal(operand)
            return operand.text, lambda _scope: value, _NO_VALUE


def _literal(literal: Literal) -> Value:
    try:
        value: Value = literal.value
    except ValueError as error:
        raise ConditionValue(f'"{literal.text[:50]}" is not a {literal.kind} value.') from error
    return value


def judge(compiled: CompiledConditions, scope: Scope) -> Verdict:
    """The verdict, with every row judged even when the first settles it.

    A row that names something that cannot be reached, or does not exist, is false and says so in its note.
    raises: FormulaFault when a formula fails while running
    """
    logic = compiled.conditions.logic
    if compiled.formula is not None:
        row = _judge_formula(compiled.formula, scope)
        return Verdict(row.result, "formula", (row,), (1,))
    if compiled.logic is None:
        return Verdict(True, logic)
    rows = tuple(_judge_row(number, row, scope) for number, row in enumerate(compiled.rows, start=1))
    result, decided = compiled.logic.decide([row.result for row in rows])
    return Verdict(result, logic, rows, decided)


def _judge_row(number: int, row: CompiledRow, scope: Scope) -> RowVerdict:
    left: Value = None
    right: Value = None
    result, note = False, ""
    parts: tuple[Part, ...] = ()
    try:
        if isinstance(row.right, CompiledFormula):
            explained = explain(row.right, scope)
            right, parts = explained.result(), (explained.part,)
        else:
            right = row.right(scope)
        left, result, note = _judge_operator(row, right, scope)
    except (Unreachable, UnknownName) as error:
        note = str(error)
    except FormulaFault as fault:
        if fault.fault_code != "formula_unknown_name":
            raise
        note = str(fault)
    except Wrong as problem:
        note = problem.message
    condition = row.condition
    return RowVerdict(
        number, condition.left, condition.operator.value, row.right_text, left, right, result, note,
        row.right_from, parts,
    )  # fmt: skip


def _judge_operator(row: CompiledRow, right: Value, scope: Scope) -> tuple[Value, bool, str]:
    """(left value, result, note)"""
    operator, left = row.condition.operator, row.left
    match operator:
        case Operator.WAS_VISITED:
            seen = scope.visited(".".join(left))
            return seen, seen is asked(right), ""
        case Operator.HAS_ERROR:
            failed = scope.has_error(".".join(left))
            return failed, failed is asked(right), ""
        case Operator.IS_CHANGED:
            return scope.value(left), changed(scope, left) is asked(right), ""
        case Operator.WAS_SELECTED:
            chosen = _selected(scope, left)
            return chosen, chosen is asked(right), ""
        case Operator.NONE:
            return None, False, "The condition has no operator."
    value = scope.value(left)
    if operator in _UNARY:
        return value, compare(operator, value, right, scope.zone), ""
    note = _order_note(value, right, scope) if operator in _ORDER else ""
    return value, compare(operator, value, right, scope.zone), note


def _selected(scope: Scope, path: Names) -> bool:
    """A scope that knows of choices answers itself (`selected`); else a value that is neither null nor false."""
    if isinstance(scope, ChoosingScope):
        return scope.selected(".".join(path))
    value = scope.value(path)
    return value is not None and value is not False


def _order_note(left: Value, right: Value, scope: Scope) -> str:
    if comparable(left, right, scope.zone):
        return ""
    return "Nothing is less or greater than an empty value." if None in (left, right) else "The two have no order."


def _judge_formula(formula: CompiledFormula, scope: Scope) -> RowVerdict:
    explained = explain(formula, scope)
    notes = list(explained.notes)
    if explained.fault is not None and explained.fault.fault_code != "formula_unknown_name":
        raise explained.fault
    value = explained.value
    if value is not None and not isinstance(value, bool):
        notes.append("The formula does not give true or false.")
    note = " ".join(notes)
    return RowVerdict(
        1, formula.text, "formula", "", explained.seen, None, value is True, note, parts=(explained.part,)
    )
