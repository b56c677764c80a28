"""One formula, tried: what is wrong with it, its kind, and on the sample its value and why."""

from dataclasses import dataclass
from typing import Any

from builder.reasons import ReasonPart, part_of, value_text
from builder.trial.sample import Sample
from engine.document.check_values import NameChecks
from engine.formula import Explained, FormulaError, compile_formula, explain
from engine.formula.kinds import SHOWN, together
from engine.formula.verdict import part_json, shown
from engine.problems import Problem, errors_of
from engine.values import Kind

MOST_PARTS = 200


@dataclass(frozen=True)
class Fault:
    code: str
    message: str
    position: int


@dataclass(frozen=True)
class TriedFormula:
    """kind: known beforehand, None where it depends. evaluated: it could be run; value: as plain JSON, value_text: in
    words; fault: it failed while running; notes: what could not be reached."""

    problems: tuple[Problem, ...]
    kind: Kind | None = None
    references: tuple[str, ...] = ()
    evaluated: bool = False
    value: Any = None
    value_text: str = ""
    fault: Fault | None = None
    notes: tuple[str, ...] = ()
    explanation: ReasonPart | None = None

    @property
    def ok(self) -> bool:
        return not errors_of(list(self.problems))


def try_formula(text: str, sample: Sample, *, wanted: Kind | None = None) -> TriedFormula:
    """wanted: the kind it is to give. A formula that can be read is run, whatever else is wrong with it."""
    checks = NameChecks(sample.names, start=True)
    kind = checks.formula("", text)
    if wanted is not None and kind is not None and not together(wanted, kind):
        checks.add("formula_result", "", f"The formula gives {SHOWN[kind]}; {SHOWN[wanted]} is needed.")
    problems = tuple(checks.problems)
    try:
        formula = compile_formula(text)
    except FormulaError:
        return TriedFormula(problems)
    sample.scope.prepare(formula.references)
    explained = explain(formula, sample.scope, most=MOST_PARTS)
    part = part_json(explained.part)
    return TriedFormula(
        problems=problems,
        kind=kind,
        references=tuple(sorted(".".join(path) for path in formula.references)),
        evaluated=explained.fault is None,
        value=shown(explained.value),
        value_text="" if explained.fault else value_text(part["value"], part.get("kind", "")),
        fault=_fault(explained),
        notes=explained.notes,
        explanation=part_of(part, sample.words),
    )


def _fault(explained: Explained) -> Fault | None:
    fault = explained.fault
    return Fault(fault.fault_code, str(fault), fault.position) if fault is not None else None
