"""What is new in the other version and comes before where the run is: it will not be done, and people should know."""

from engine.document.check_path import leads_to
from engine.document.index import Index
from engine.document.stages import Stage
from engine.orchestration.moving.choices import Choices
from engine.orchestration.moving.findings import Finding, FindingKind
from engine.orchestration.state import RunState, StageRun


def passed_by(before: Index, after: Index, state: RunState, live: StageRun | None, choices: Choices) -> list[Finding]:
    """One note for each new stage, and each new step of a stage, that no path leads to from here."""
    known = {choices.name_of(name) for name in (*before.stages, *before.steps)}
    here = choices.name_of(live.name) if live is not None else choices.name_of(state.fault_element)
    if here not in after.elements:
        return []  # nobody knows yet where the run will be
    ahead = _ahead(after, here)
    found = []
    for stage in after.stages.values():
        if stage.name in ahead or stage.name == here:
            continue
        new = [stage] if stage.name not in known else [step for step in stage.steps if step.name not in known]
        for part in new:
            what = "stage" if isinstance(part, Stage) else "step"
            text = f"The new {what} “{part.label or part.name}” comes before where this run is: it will not be done."
            found.append(Finding(FindingKind.NOTE, "passed_by", text, subject=part.name, label=part.label))
    return found


def _ahead(index: Index, here: str) -> set[str]:
    """Names of the elements that some path leads to from here."""
    found: set[str] = set()
    waiting = [here]
    while waiting:
        element = index.elements.get(waiting.pop())
        for _, connector in leads_to(element) if element is not None else ():
            if connector.target not in found:
                found.add(connector.target)
                waiting.append(connector.target)
    return found
