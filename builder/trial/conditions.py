"""A set of conditions, tried: what is wrong with it, and on the sample every row's verdict."""

from dataclasses import dataclass

import msgspec

from builder.reasons import Reason, reason_of
from builder.trial.formulas import Fault
from builder.trial.sample import Sample
from engine.document.check_values import NameChecks
from engine.document.conditions import Conditions
from engine.formula import FormulaError, FormulaFault, compile_conditions, judge
from engine.problems import Problem, errors_of
from records.scope import RECORD
from web.errors import Invalid

MOST_ROWS = 100


@dataclass(frozen=True)
class TriedConditions:
    """problems: paths are "rows/0", "logic", "formula". result: None where they could not be judged."""

    problems: tuple[Problem, ...]
    result: bool | None = None
    fault: Fault | None = None
    reason: Reason | None = None

    @property
    def ok(self) -> bool:
        return not errors_of(list(self.problems))


def try_conditions(conditions: Conditions, sample: Sample, *, on_fields: bool = False) -> TriedConditions:
    """on_fields: left sides are fields of the object, as in start conditions and record filters.

    raises: Invalid when there are too many
    """
    if len(conditions.rows) > MOST_ROWS:
        raise Invalid(summary=f"At most {MOST_ROWS} conditions can be tried.", fields={"conditions": "too many"})
    checks = NameChecks(sample.names, start=True)
    checks.conditions("rows", conditions, filtered=sample.names.object if on_fields else None)
    problems = tuple(map(_placed, checks.problems))
    try:
        compiled = compile_conditions(conditions, root=(RECORD,) if on_fields else ())
    except FormulaError:
        return TriedConditions(problems)
    sample.scope.prepare(compiled.references)
    try:
        verdict = judge(compiled, sample.scope)
    except FormulaFault as fault:
        return TriedConditions(problems, fault=Fault(fault.fault_code, str(fault), fault.position))
    return TriedConditions(problems, verdict.result, reason=reason_of(verdict.to_json(), sample.words))


def _placed(problem: Problem) -> Problem:
    path = {"rows/logic": "logic", "rows/formula": "formula"}.get(problem.path, problem.path)
    return msgspec.structs.replace(problem, path=path)
