"""Background steps: call an autolaunched flow, nobody is asked (R7)."""

from engine.document.stages import Step
from engine.orchestration.commands import Command, RunFlow
from engine.orchestration.inputs import filled
from engine.orchestration.scope import RunScope
from engine.orchestration.state import StepRun


def begin(scope: RunScope, step: Step, run: StepRun) -> Command:
    return RunFlow(
        step=run.id,
        name=step.name,
        flow=step.action,
        inputs=filled(scope, step.inputs, run.given_inputs),
        asynchronous=step.asynchronous,
        as_last_person=step.as_last_person,
    )
