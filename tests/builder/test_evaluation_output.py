"""A misnamed output of an evaluation flow: it would never say yes. A problem at activation, a warning at import."""

from typing import Any

import msgspec
import pytest

from builder.errors import ActivationRefused
from builder.services import activate, save_version
from engine.document import Definition, FlowKind, Start
from engine.document.elements import Connector
from engine.document.resources import Variable
from engine.document.stages import EvaluationCall, Gate, Stage, Step
from engine.values import Kind

pytestmark = pytest.mark.django_db


def evaluation(output: str, kind: Kind = Kind.BOOLEAN) -> Definition:
    return Definition(
        api_name="Ready",
        label="Ready",
        kind=FlowKind.EVALUATION,
        source="metadata",
        variables=(Variable(name=output, kind=kind, is_output=True),),
    )


def asking(source: str) -> Definition:
    step = Step("Work", "Work", "background", action="Nothing", entry=Gate(evaluation=EvaluationCall("Ready")))
    return Definition(
        api_name="Asks",
        label="Asks",
        kind=FlowKind.ORCHESTRATION,
        start=Start(connector=Connector("One")),
        elements=(Stage("One", "One", steps=(step,)),),
        source=source,
    )


def problems(defn: Definition) -> dict[str, str]:
    from builder.checks import problems_of

    return {problem.code: problem.severity for problem in problems_of(defn)}


@pytest.mark.parametrize(
    ("output", "kind"), [("isOrchestrationConditionmet", Kind.BOOLEAN), ("isOrchestrationConditionMet", Kind.TEXT)]
)
def test_the_orchestration_that_asks_it_says_so(output: str, kind: Kind) -> None:
    save_version(definition=evaluation(output, kind), by=None)
    assert problems(asking("builder"))["evaluation_output"] == "error"
    assert problems(asking("metadata"))["evaluation_output"] == "warning"


def test_the_flow_itself_says_so_and_a_drawn_one_cannot_be_activated() -> None:
    imported = evaluation("isMet")
    assert problems(imported)["evaluation_output_missing"] == "warning"
    version: Any = save_version(definition=msgspec.structs.replace(imported, source="builder"), by=None)
    with pytest.raises(ActivationRefused):
        activate(version=version, by=None)  # type: ignore[arg-type]


def test_the_right_name_is_no_problem() -> None:
    save_version(definition=evaluation("isOrchestrationConditionMet"), by=None)
    assert "evaluation_output" not in problems(asking("builder"))
