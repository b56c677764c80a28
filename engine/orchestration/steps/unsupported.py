"""Steps this version cannot run: an outside action needs a connection, other kinds are kept from an import (R7)."""

from engine.document.stages import Step
from engine.errors import Fault
from engine.orchestration.commands import Command
from engine.orchestration.scope import RunScope
from engine.orchestration.state import StepRun


def begin(scope: RunScope, step: Step, run: StepRun) -> Command:
    what = "needs a connection to an outside system" if step.kind == "external" else "is of a kind that cannot run here"
    raise Fault(message=f"{step.label or step.name} {what}.", element=step.name, code="step_kind_unsupported")
