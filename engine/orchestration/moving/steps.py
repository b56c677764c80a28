"""The steps of the stage a run goes on in: which go along, which are new, which are left behind (R40)."""

from dataclasses import dataclass, field

import msgspec

from engine.document.index import Index
from engine.document.stages import Stage, Step
from engine.orchestration.events import Stopped
from engine.orchestration.moving.choices import LEAVE_OUT, Choices
from engine.orchestration.moving.findings import Finding, FindingKind
from engine.orchestration.state import StageRun, StepRun, StepStatus
from engine.orchestration.steps import ASKS_A_PERSON

MATTERS = (StepStatus.IN_PROGRESS, StepStatus.ERROR)  # somebody must say what becomes of it


@dataclass
class StepsPlan:
    steps: list[StepRun] = field(default_factory=list)
    stopped: list[Stopped] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def move_steps(before: Index, target: Stage, live: StageRun, choices: Choices, counter: int) -> StepsPlan:
    """The stage's step runs in the order of the new version; a step that is new there has not started."""
    made = StepsPlan()
    wanted = {step.name: step for step in target.steps}
    kept: dict[str, StepRun] = {}
    for run in live.steps:
        name = _new_name(before, wanted, run, choices, made, kept)
        if name:
            kept[name] = run
    for step in target.steps:
        if (run := kept.get(step.name)) is not None:  # type: ignore[assignment]
            made.steps.append(msgspec.structs.replace(run, name=step.name))
            continue
        counter += 1
        made.steps.append(StepRun(id=counter, name=step.name))
        made.added.append(step.name)
        if any(run.name == step.name for run in live.steps):
            continue  # it begins anew, and what became of the old one is told
        text = f"The step “{step.label or step.name}” is new in the stage “{target.label or target.name}”."
        made.findings.append(Finding(FindingKind.NOTE, "step_added", text, subject=step.name, label=step.label))
    return made


def _new_name(
    before: Index, wanted: dict[str, Step], run: StepRun, choices: Choices, made: StepsPlan, kept: dict[str, StepRun]
) -> str:
    """The name under which a step run goes along; "" when it does not, with the reason among the findings."""
    chosen = choices.elements.get(run.name)
    name = run.name if chosen is None else chosen
    old, new = before.steps.get(run.name), wanted.get(name)
    label = (old.label if old else "") or run.name
    if chosen == LEAVE_OUT:
        _leave(made, run, label, old)
    elif new is None:
        _gone(made, run, label, old, wanted, name)
    elif name in kept:
        message = f"“{label}” cannot become “{new.label or name}” as well: another step has become it."
        made.findings.append(_choice("step_taken", message, run, label, wanted))
    elif run.status == StepStatus.IN_PROGRESS and old is not None and not _alike(old, new):
        if chosen is not None:
            _leave(made, run, label, old)  # somebody said so: it begins anew, as what it is now
            return ""
        message = (
            f"“{label}” is in progress and is another kind of step in the other version. Choose what becomes of it."
        )
        made.findings.append(_choice("step_changed", message, run, label, wanted))
    else:
        return name
    return ""


def _gone(made: StepsPlan, run: StepRun, label: str, old: Step | None, wanted: dict[str, Step], name: str) -> None:
    if run.status in MATTERS:
        how = "in progress" if run.status == StepStatus.IN_PROGRESS else "the step that failed"
        message = (
            f"“{label}” is {how}, and this stage of the other version has no step {name}. Choose what becomes of it."
        )
        made.findings.append(_choice("step_gone", message, run, label, wanted))
        return
    if run.status != StepStatus.NOT_STARTED:
        text = f"The step “{label}” is not in the other version; what it did stays in the history."
        made.findings.append(Finding(FindingKind.NOTE, "step_dropped", text, subject=run.name, label=label))


def _leave(made: StepsPlan, run: StepRun, label: str, old: Step | None) -> None:
    if run.status == StepStatus.IN_PROGRESS:
        asks = old is not None and old.kind in ASKS_A_PERSON and not run.screens_finished
        made.stopped.append(Stopped(run.id, run.name, label, asks))
        told = "its work items are withdrawn" if asks else "its result is not waited for"
        text = f"“{label}” is stopped: {told}."
        made.findings.append(Finding(FindingKind.NOTE, "step_left", text, subject=run.name, label=label))


def _choice(code: str, message: str, run: StepRun, label: str, wanted: dict[str, Step]) -> Finding:
    return Finding(
        FindingKind.CHOICE,
        code,
        message,
        what="step",
        subject=run.name,
        label=label,
        options=tuple(wanted),
        may_leave_out=True,
    )


def _alike(old: Step, new: Step) -> bool:
    """A step in progress goes along when the same kind of work finishes it: a person's, or a flow's."""
    return old.kind == new.kind or (old.kind not in ASKS_A_PERSON and new.kind not in ASKS_A_PERSON)
