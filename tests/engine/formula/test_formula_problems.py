"""Condition logic among the problems of a definition: strict where it is written here, lenient where imported."""

import pytest

from engine.document import Definition, FlowKind, Start
from engine.document.check_resources import check_conditions
from engine.document.conditions import Condition, Conditions, Operator
from engine.document.findings import Findings

ROWS = (Condition("A", Operator.IS_NULL), Condition("B", Operator.IS_NULL), Condition("C", Operator.IS_NULL))


def problems(logic: str, source: str):
    findings = Findings(Definition("x", "X", FlowKind.AUTOLAUNCHED, start=Start(), source=source))
    check_conditions(Conditions(logic, ROWS), "start/filters", findings)
    return [(problem.code, problem.severity, problem.fix) for problem in findings.problems]


@pytest.mark.parametrize(("source", "severity"), [("builder", "error"), ("metadata", "warning")])
def test_mixed_logic(source, severity):
    assert problems("1 OR 2 AND 3", source) == [("logic_mixed", severity, "1 OR (2 AND 3)")]


def test_rows_that_are_not_mentioned():
    assert [code for code, _, _ in problems("1 AND 3", "metadata")] == ["logic_unused_row"]


def test_good_logic():
    assert problems("and", "builder") == problems("1 OR (2 AND 3)", "builder") == []
