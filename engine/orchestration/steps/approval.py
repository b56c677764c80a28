"""Approval steps: interactive steps whose flow answers approvalDecision and approvalComments (R20)."""

from engine.document.stages import Step
from engine.orchestration.commands import Command
from engine.orchestration.scope import RunScope
from engine.orchestration.state import StepRun
from engine.orchestration.steps.interactive import open_work_item


def begin(scope: RunScope, step: Step, run: StepRun) -> Command:
    return open_work_item(scope, step, run, kind="approval")
