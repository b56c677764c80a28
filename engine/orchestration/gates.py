"""Entry and exit conditions: does a gate hold now, and why (R4, R5, R6, R22)."""

from typing import Literal as OneOf

import msgspec

from engine.document.stages import Gate
from engine.errors import EngineError
from engine.formula import Verdict
from engine.orchestration.commands import AskEvaluationFlow
from engine.orchestration.draft import Draft
from engine.orchestration.inputs import filled

Role = OneOf["entry", "exit"]


class GateFault(EngineError):
    """A gate could not be judged: a formula faulted or does not compile. context: message, where"""

    code = "condition_fault"
    template = "{message}"


class GateResult(msgspec.Struct, frozen=True):
    holds: bool
    because: Verdict | None = None


HOLDS = GateResult(True)
WAITS = GateResult(False)


def judge_gate(draft: Draft, gate: Gate, *, subject: int, role: Role) -> GateResult:
    """Whether conditions and evaluation flow both say yes. A default gate holds: its holder decides what that means.

    raises: GateFault
    """
    because = None
    if not gate.conditions.is_empty:
        try:
            because = draft.judge(draft.index.conditions(gate.conditions))
        except EngineError as error:
            raise GateFault(message=str(error), where=role) from error
        if not because.result:
            return GateResult(False, because)
    if gate.evaluation is not None and not _evaluation_says_yes(draft, gate, subject, role):
        return GateResult(False, because)
    return GateResult(True, because)


def _evaluation_says_yes(draft: Draft, gate: Gate, subject: int, role: Role) -> bool:
    """The evaluation flow's answer for this event; the first question becomes a command (R22)."""
    assert gate.evaluation is not None
    key = f"{role}:{subject}"
    answer = draft.state.answers.get(key)
    if answer is None:
        draft.state.answers[key] = "asked"
        draft.command(
            AskEvaluationFlow(
                subject=subject,
                role=role,
                flow=gate.evaluation.flow,
                inputs=filled(draft.scope, gate.evaluation.inputs),
            )
        )
    return answer == "met"
