"""The simulator's own account of a run: what the twin (engine/simulation/twin.py) knows and the oracle reads."""

from dataclasses import dataclass, field
from typing import Any

from engine.document import Definition
from engine.document.elements import Decision
from engine.document.stages import Stage, Step
from engine.simulation.records import World

ASKS = frozenset({"interactive", "approval"})


@dataclass(slots=True)
class StepAccount:
    """held, late, screens: as in the state; held_fault: what is held is a failure; given: chosen at a retry.
    started: an attempt was made, and not put back to wait for its entry;
    timers: when its deadlines are, in minutes of the simulated clock; began: its attempt"""

    id: int
    name: str
    wanted: Step
    status: str = "not_started"
    outputs: dict[str, Any] = field(default_factory=dict)
    held: bool = False
    held_fault: bool = False
    late: bool = False
    screens: bool = False
    attempt: int = 1
    given: str = ""
    started: bool = False
    timers: dict[str, int] = field(default_factory=dict)
    began: int = 0

    @property
    def asks(self) -> bool:
        return self.wanted.kind in ASKS


@dataclass(slots=True)
class StageAccount:
    id: int
    name: str
    wanted: Stage
    attempt: int
    steps: list[StepAccount]
    status: str = "in_progress"
    took_fault_path: bool = False


@dataclass
class Account:
    """What is known of the run: statuses, outputs, answers and counts, each under the word of the core."""

    defn: Definition
    world: World
    record: str = ""
    prior: dict[str, Any] | None = None
    status: str = "in_progress"
    stages: list[StageAccount] = field(default_factory=list)
    outcomes: dict[str, bool] = field(default_factory=dict)
    visited: set[str] = field(default_factory=set)
    answers: dict[str, str] = field(default_factory=dict)
    entered: dict[str, int] = field(default_factory=dict)
    fault_message: str = ""
    fault_element: str = ""
    counter: int = 0
    minute: int = 0

    def __post_init__(self) -> None:
        self.elements = {element.name: element for element in self.defn.elements}

    @property
    def stage(self) -> StageAccount | None:
        """The stage in progress."""
        last = self.stages[-1] if self.stages else None
        return last if last is not None and last.status == "in_progress" else None

    def element(self, name: str) -> Any:
        return self.elements.get(name)

    def latest_stage(self, name: str) -> StageAccount | None:
        return next((stage for stage in reversed(self.stages) if stage.name == name), None)

    def latest_step(self, name: str) -> StepAccount | None:
        return next((s for stage in reversed(self.stages) for s in stage.steps if s.name == name), None)

    def step(self, step_id: int) -> StepAccount | None:
        return next((s for stage in reversed(self.stages) for s in stage.steps if s.id == step_id), None)

    def stage_of(self, step: StepAccount) -> StageAccount:
        return next(stage for stage in reversed(self.stages) if step in stage.steps)

    def knows(self, name: str) -> str:
        """What a name stands for: "step", "stage", "outcome", "element" or ""."""
        for element in self.defn.elements:
            if isinstance(element, Stage) and any(step.name == name for step in element.steps):
                return "step"
            if isinstance(element, Decision) and any(outcome.name == name for outcome in element.outcomes):
                return "outcome"
        found = self.elements.get(name)
        return "" if found is None else "stage" if isinstance(found, Stage) else "element"
