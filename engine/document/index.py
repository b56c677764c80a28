"""What the core looks up in a definition again and again: names, compiled conditions, the references they make.

A definition never changes, so an index is made once and kept for the definitions in use.
"""

from collections import OrderedDict
from collections.abc import Iterable

from engine.document.conditions import Conditions
from engine.document.definition import Definition
from engine.document.elements import Decision, Outcome
from engine.document.operands import Expression, Literal, Operand, Reference
from engine.document.resources import Constant, Formula, TextTemplate, Variable
from engine.document.stages import Gate, Stage, Step, moments_of
from engine.formula import (
    CompiledConditions,
    CompiledFormula,
    FormulaError,
    compile_conditions,
    compile_formula,
    merge_paths,
)

Path = tuple[str, ...]
KEPT = 256
_kept: "OrderedDict[int, Index]" = OrderedDict()


class Index:
    """Lookups over one definition; formulas and conditions are compiled when they are first asked for."""

    def __init__(self, defn: Definition) -> None:
        self.defn = defn
        self.elements = {element.name: element for element in defn.elements}
        self.stages: dict[str, Stage] = {e.name: e for e in defn.elements if isinstance(e, Stage)}
        self.steps: dict[str, Step] = {s.name: s for stage in self.stages.values() for s in stage.steps}
        self.outcomes: dict[str, Outcome] = {
            outcome.name: outcome for e in defn.elements if isinstance(e, Decision) for outcome in e.outcomes
        }
        self.variables: dict[str, Variable] = {v.name: v for v in defn.variables}
        self.constants: dict[str, Constant] = {c.name: c for c in defn.constants}
        self.formulas: dict[str, Formula] = {f.name: f for f in defn.formulas}
        self.templates: dict[str, TextTemplate] = {t.name: t for t in defn.templates}
        self._conditions: dict[int, CompiledConditions] = {}
        self._formulas: dict[str, CompiledFormula] = {}
        self._references: frozenset[Path] | None = None

    def conditions(self, conditions: Conditions) -> CompiledConditions:
        """raises FormulaError when the logic or a formula in it does not compile."""
        key = id(conditions)
        if key not in self._conditions:
            self._conditions[key] = compile_conditions(conditions)
        return self._conditions[key]

    def formula(self, text: str) -> CompiledFormula:
        """raises FormulaError"""
        if text not in self._formulas:
            self._formulas[text] = compile_formula(text)
        return self._formulas[text]

    @property
    def references(self) -> frozenset[Path]:
        """Every path the definition names anywhere, formulas and templates looked through."""
        if self._references is None:
            self._references = self.expand(_paths_of_elements(self.defn, self))
        return self._references

    @property
    def looks_back(self) -> bool:
        """Whether anything reads the record as it was before the change, "only if updated to meet" included."""
        return any(outcome.only_when_changed for outcome in self.outcomes.values()) or any(
            path[0].casefold() == "$record__prior" for path in self.references
        )

    def gate_references(self, gate: Gate) -> frozenset[Path]:
        return self.expand(_paths_of_conditions(gate.conditions, self))

    def expand(self, paths: Iterable[Path]) -> frozenset[Path]:
        """The paths and all that the formulas and templates among them name in turn."""
        found: set[Path] = set()
        waiting = list(paths)
        while waiting:
            path = waiting.pop()
            if path in found:
                continue
            found.add(path)
            if (formula := self.formulas.get(path[0])) is not None:
                waiting.extend(_paths_of_formula(formula.expression, self))
            elif (template := self.templates.get(path[0])) is not None:
                waiting.extend(merge_paths(template.text))
        return frozenset(found)


def index_of(defn: Definition) -> Index:
    key = id(defn)
    index = _kept.get(key)
    if index is None or index.defn is not defn:
        index = _kept[key] = Index(defn)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return index


def _paths_of_elements(defn: Definition, index: Index) -> set[Path]:
    paths: set[Path] = set()
    for element in defn.elements:
        if isinstance(element, Stage):
            paths |= _paths_of_gate(element.exit, index)
            for step in element.steps:
                paths |= _paths_of_step(step, index)
        elif isinstance(element, Decision):
            for outcome in element.outcomes:
                paths |= _paths_of_conditions(outcome.conditions, index)
    return paths


def _paths_of_step(step: Step, index: Index) -> set[Path]:
    paths = _paths_of_gate(step.entry, index) | _paths_of_gate(step.exit, index)
    operands = [a.value for a in step.assignees] + [step.record]
    operands += [given.value for given in (*step.inputs, *step.settings)]
    operands += [operand for moment in moments_of(step) for operand in (moment.value, moment.amount)]
    operands += [deadline.assignee.value for deadline in step.deadlines if deadline.assignee is not None]
    for operand in operands:
        paths |= _paths_of_operand(operand, index)
    return paths


def _paths_of_gate(gate: Gate, index: Index) -> set[Path]:
    paths = _paths_of_conditions(gate.conditions, index)
    if gate.evaluation is not None:
        for given in gate.evaluation.inputs:
            paths |= _paths_of_operand(given.value, index)
    return paths


def _paths_of_conditions(conditions: Conditions, index: Index) -> set[Path]:
    paths = {tuple(row.left.split(".")) for row in conditions.rows}
    for row in conditions.rows:
        paths |= _paths_of_operand(row.right, index)
    if conditions.formula:
        paths |= _paths_of_formula(conditions.formula, index)
    return paths


def _paths_of_operand(operand: Operand | None, index: Index) -> set[Path]:
    match operand:
        case Reference():
            return {operand.parts}
        case Expression():
            return _paths_of_formula(operand.text, index)
        case Literal() if "{!" in operand.text:
            return set(merge_paths(operand.text))
        case _:
            return set()


def _paths_of_formula(text: str, index: Index) -> set[Path]:
    """A formula that does not compile names nothing: it is a problem of the definition and faults when it is used."""
    try:
        return set(index.formula(text).references)
    except FormulaError:
        return set()


__all__ = ["Index", "Path", "index_of"]
