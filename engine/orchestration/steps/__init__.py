"""Step kinds: one file each. `BEGIN` says what starting a step of a kind commands."""

from collections.abc import Callable

from engine.document.stages import Step, StepKind
from engine.orchestration.commands import Command
from engine.orchestration.scope import RunScope
from engine.orchestration.state import StepRun
from engine.orchestration.steps import approval, background, interactive, unsupported

BEGIN: dict[StepKind, Callable[[RunScope, Step, StepRun], Command]] = {
    "background": background.begin,
    "interactive": interactive.begin,
    "approval": approval.begin,
    "external": unsupported.begin,
    "unsupported": unsupported.begin,
}
ASKS_A_PERSON: frozenset[StepKind] = frozenset({"interactive", "approval"})
