"""Does a run fit another version, and what does it look like there (R40)? By name, unless somebody chose otherwise."""

import msgspec

from engine.document import Definition
from engine.document.index import Index, index_of
from engine.document.resources import Variable
from engine.orchestration.moving.choices import Choices
from engine.orchestration.moving.findings import Finding, FindingKind, Plan, Verdict
from engine.orchestration.moving.passed import passed_by
from engine.orchestration.moving.steps import StepsPlan, move_steps
from engine.orchestration.state import ENDED, RunState, RunStatus, StageRun, StageStatus, StepRun
from engine.values import Json

NONE = Choices()


def plan(old: Definition, new: Definition, state: RunState, choices: Choices = NONE) -> Plan:
    """The verdict for one run and, when it fits, its state in the new version. The arguments are not changed."""
    impossible = tuple(_impossible(new, state))
    if impossible:
        return Plan(Verdict.CANNOT, impossible)
    before, after = index_of(old), index_of(new)
    findings = [*_inputs(before, after, state, choices)]
    live = live_stage(state)
    steps = StepsPlan()
    if live is not None:
        target = after.stages.get(choices.name_of(live.name))
        if target is None:
            findings.append(_stage_is_gone(before, after, live))
        else:
            steps = move_steps(before, target, live, choices, state.counter)
            findings += steps.findings
    elif state.status == RunStatus.ERROR:
        findings += _stopped_between(before, after, state, choices)
    findings += passed_by(before, after, state, live, choices)
    if any(finding.kind is FindingKind.CHOICE for finding in findings):
        return Plan(Verdict.NEEDS_CHOICE, tuple(findings))
    moved = _moved(after, state, live, steps, choices)
    return Plan(Verdict.FITS, tuple(findings), moved, tuple(steps.stopped), tuple(steps.added))


def live_stage(state: RunState) -> StageRun | None:
    """The stage the run goes on in: in progress, suspended, or where the run stopped with an error."""
    last = state.stages[-1] if state.stages else None
    if last is None:
        return None
    if last.status in (StageStatus.IN_PROGRESS, StageStatus.SUSPENDED):
        return last
    stopped = last.status == StageStatus.ERROR and state.status == RunStatus.ERROR and not last.took_fault_path
    return last if stopped else None


def _impossible(new: Definition, state: RunState) -> list[Finding]:
    found = []
    if state.status in ENDED:
        found.append(_cannot("run_ended", f"The run is {state.status.value}; an ended run stays as it was."))
    if not new.kind.is_orchestration:
        found.append(_cannot("not_an_orchestration", f"{new.label} is not an orchestration."))
    wanted = new.start.object
    if state.record_object and wanted and wanted != state.record_object:
        message = f"The run is about a record of {state.record_object}, the other version about {wanted}."
        found.append(_cannot("other_object", message))
    return found


def _inputs(before: Index, after: Index, state: RunState, choices: Choices) -> list[Finding]:
    """Inputs that the new version needs and the run has no fitting value for."""
    given = {choices.name_of(name) for name in state.inputs}
    old = {choices.name_of(name): variable for name, variable in before.variables.items()}
    found = []
    for name, variable in after.variables.items():
        if not variable.is_input or name in choices.inputs:
            continue
        if name in given and _shape(variable) != _shape(old.get(name, variable)):
            found.append(_input(variable, f"The input {name} takes {_in_words(variable)} now; give its value."))
        elif name not in given and variable.required and variable.default is None:
            found.append(_input(variable, f"The input {name} is new and must have a value."))
    return found


def _shape(variable: Variable) -> tuple[object, ...]:
    return variable.kind, variable.collection, variable.object


def _in_words(variable: Variable) -> str:
    one = f"a {variable.object} record" if variable.object else str(variable.kind.value)
    return f"a list of {one}" if variable.collection else one


def _input(variable: Variable, message: str) -> Finding:
    return Finding(
        FindingKind.CHOICE, "input_needed", message, what="input", subject=variable.name, label=variable.name
    )


def _stage_is_gone(before: Index, after: Index, live: StageRun) -> Finding:
    label = _label(before, live.name)
    return Finding(
        FindingKind.CHOICE,
        "stage_gone",
        f"The run is in the stage “{label}”, which the other version does not have. Choose the stage it became.",
        what="stage",
        subject=live.name,
        label=label,
        options=tuple(after.stages),
    )


def _stopped_between(before: Index, after: Index, state: RunState, choices: Choices) -> list[Finding]:
    """The run stopped with an error between stages: a retry goes on at that element, so it must be there."""
    name = state.fault_element
    if not name or choices.name_of(name) in after.elements:
        return []
    label = _label(before, name)
    message = f"The run stopped at “{label}”, which the other version does not have. Choose where a retry goes on."
    options = tuple(after.elements)
    return [Finding(FindingKind.CHOICE, "element_gone", message, "element", name, label, options)]


def _moved(after: Index, state: RunState, live: StageRun | None, steps: StepsPlan, choices: Choices) -> RunState:
    stages: list[StageRun] = []
    for run in state.stages:
        name = choices.name_of(run.name) if choices.name_of(run.name) in after.stages else run.name
        attempt = run.attempt if name == run.name else 1 + sum(other.name == name for other in stages)
        own = steps.steps if run is live else [_renamed(step, after, choices) for step in run.steps]
        stages.append(msgspec.structs.replace(run, name=name, attempt=attempt, steps=own))
    return msgspec.structs.replace(
        state,
        stages=stages,
        counter=state.counter + len(steps.added),
        inputs=_moved_inputs(state.inputs, choices),
        outcomes={
            choices.name_of(name): taken
            for name, taken in state.outcomes.items()
            if choices.name_of(name) in after.outcomes
        },
        visited=[choices.name_of(name) for name in state.visited if choices.name_of(name) in after.elements],
        entered={choices.name_of(name): count for name, count in state.entered.items()},
        fault_element=choices.name_of(state.fault_element),
    )


def _moved_inputs(inputs: dict[str, Json], choices: Choices) -> dict[str, Json]:
    return {**{choices.name_of(name): value for name, value in inputs.items()}, **choices.inputs}


def _renamed(step: StepRun, after: Index, choices: Choices) -> StepRun:
    name = choices.name_of(step.name)
    return msgspec.structs.replace(step, name=name if name in after.steps else step.name)


def _cannot(code: str, message: str) -> Finding:
    return Finding(FindingKind.CANNOT, code, message)


def _label(index: Index, name: str) -> str:
    element = index.elements.get(name) or index.steps.get(name)
    return (element.label or name) if element is not None else name
