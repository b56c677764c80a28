"""Condition logic among the problems of a definition: strict where it is written here, lenient where imported."""

import pytest

from engine.document import Definition, FlowKind, Start
from engine.document.check import check
from engine.document.conditions import Condition, Conditions, Operator
from engine.values import Kind
from tests.engine.world import Known

FIELDS = {"A": Kind.TEXT, "B": Kind.TEXT, "C": Kind.TEXT}
ROWS = (Condition("A", Operator.IS_NULL), Condition("B", Operator.IS_NULL), Condition("C", Operator.IS_NULL))


def problems(logic: str, source: str):
    start = Start(trigger="record_after_save", object="Deal", on="update", filters=Conditions(logic, ROWS))
    found = check(Definition("x", "X", FlowKind.AUTOLAUNCHED, start=start, source=source), Known({"Deal": FIELDS}))
    return [(one.code, one.severity, one.fix) for one in found if one.path.startswith("start/filters")]


@pytest.mark.parametrize(("source", "severity"), [("builder", "error"), ("metadata", "warning")])
def test_mixed_logic(source, severity):
    assert problems("1 OR 2 AND 3", source) == [("logic_mixed", severity, "1 OR (2 AND 3)")]


def test_rows_that_are_not_mentioned():
    assert [code for code, _, _ in problems("1 AND 3", "metadata")] == ["logic_unused_row"]


def test_good_logic():
    assert problems("and", "builder") == problems("1 OR (2 AND 3)", "builder") == []
