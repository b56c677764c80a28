"""What a try showed. Made before the rollback, of plain values: nothing in it is read from the database later."""

from dataclasses import dataclass, field
from typing import Any

from engine.flows.views import ScreenView
from engine.orchestration.state import RunState
from engine.orchestration.turn import TrailLine
from engine.values import plain, unpack
from runs.story import Line
from runs.story.elements import ElementLine

_TOKENS = {
    "stage_started": "stage {name}",
    "stage_failed": "stage {name} failed",
    "step_completed": "step {name} completed",
    "step_failed": "step {name} failed",
    "step_discontinued": "step {name} discontinued",
    "step_skipped": "step {name} skipped",
    "run_completed": "completed",
    "run_failed": "error",
}


@dataclass
class StepTried:
    """One step run. milliseconds: its flow took them; mocked: its flow was not called; trace: elements of its flow."""

    name: str
    label: str
    kind: str
    status: str
    stage: str
    attempt: int = 1
    started_at: str = ""
    ended_at: str = ""
    milliseconds: int | None = None
    mocked: bool = False
    inputs: dict[str, Any] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)
    fault: str = ""
    trace: list[ElementLine] = field(default_factory=list)


@dataclass
class Open:
    """A step that waits for somebody. screen: the one to be answered next, None where there are no screens (any more);
    given: screens answered so far; problem: why its screens cannot go on."""

    step: str
    label: str
    kind: str
    assignees: list[str]
    screen: ScreenView | None = None
    given: int = 0
    problem: str = ""


@dataclass
class Report:
    """path: the way it took, in words that stay the same from try to try; test cases compare it.

    status: of the run, or "not_started", or of a flow: "completed", "error", "in_progress" (at a screen)
    because: why the start condition held or not, as trails keep it; mails: that would have been sent
    """

    status: str
    kind: str
    version: int
    label: str
    at: str = ""
    fault: str = ""
    path: list[str] = field(default_factory=list)
    steps: list[StepTried] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    waiting: list[Open] = field(default_factory=list)
    trace: list[ElementLine] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    screen: ScreenView | None = None
    milliseconds: int = 0
    next_due: str = ""


def path_of(trail: list[TrailLine]) -> list[str]:
    found = []
    for line in trail:
        if line.what == "decision_taken":
            found.append(f"decision {line.subject}: {line.detail.get('outcome') or 'default'}")
        elif (token := _TOKENS.get(line.what)) is not None:
            attempt = line.detail.get("attempt")
            found.append(token.format(name=line.subject) + (f" ({attempt})" if attempt else ""))
    return found


def outputs_of(state: RunState) -> dict[str, Any]:
    """Outputs of the steps that ended well, as "Step.output": the latest visit counts."""
    found: dict[str, Any] = {}
    for stage in state.stages:
        for step in stage.steps:
            if not step.late:
                found |= {f"{step.name}.{name}": plain(unpack(value)) for name, value in step.outputs.items()}
    return found
