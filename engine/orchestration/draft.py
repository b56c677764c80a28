"""The turn being made: a copy of the state that rules may change, with the commands and the trail so far.

`advance` never changes its arguments: a stage run is copied the first time somebody asks to change it.
"""

from datetime import datetime
from typing import Any

import msgspec

from engine.document import Definition
from engine.document.index import Index, index_of
from engine.formula import CompiledConditions, Verdict, judge
from engine.orchestration.commands import Command
from engine.orchestration.events import Event
from engine.orchestration.scope import RunScope
from engine.orchestration.state import RunState, StageRun, StageStatus, StepRun
from engine.orchestration.turn import TrailLine, Turn
from engine.times import zone_named
from engine.values import Json


class Draft:
    def __init__(self, defn: Definition, state: RunState, event: Event) -> None:
        self.defn = defn
        self.index: Index = index_of(defn)
        self.event = event
        self.at = event.at
        self.state = msgspec.structs.replace(
            state,
            stages=list(state.stages),
            outcomes=dict(state.outcomes),
            entered=dict(state.entered),
            visited=list(state.visited),
            answers=dict(state.answers),
        )
        self.commands: list[Command] = []
        self.trail: list[TrailLine] = []
        self._own: set[int] = set()
        at, zone = datetime.fromisoformat(event.at), zone_named(event.zone)
        self.scope = RunScope(self.index, self.state, event.facts, at, zone)

    def next_id(self) -> int:
        self.state.counter += 1
        return self.state.counter

    def add_stage(self, stage: StageRun) -> None:
        self.state.stages.append(stage)
        self._own.add(stage.id)

    def change_stage(self, stage: StageRun) -> StageRun:
        """The stage run as a copy that may be changed."""
        if stage.id in self._own:
            return stage
        steps = [msgspec.structs.replace(step) for step in stage.steps]
        copy = msgspec.structs.replace(stage, steps=steps)
        self.state.stages[next(i for i, s in enumerate(self.state.stages) if s.id == stage.id)] = copy
        self._own.add(stage.id)
        return copy

    def current_stage(self) -> StageRun | None:
        """The stage run in progress, ready to be changed."""
        last = self.state.stages[-1] if self.state.stages else None
        if last is None or last.status != StageStatus.IN_PROGRESS:
            return None
        return self.change_stage(last)

    def become(self, state: RunState) -> None:
        """Go on from another state: the run was moved to this definition, or back."""
        for name in state.__struct_fields__:
            setattr(self.state, name, getattr(state, name))
        self.state.stages = list(state.stages)
        self.state.outcomes, self.state.visited = dict(state.outcomes), list(state.visited)
        self.state.entered, self.state.answers = {}, {}
        self._own.clear()

    def find_step(self, step_id: int) -> tuple[StageRun, StepRun] | None:
        """A step run and its stage run, ready to be changed."""
        for stage in reversed(self.state.stages):
            for position, step in enumerate(stage.steps):
                if step.id == step_id:
                    stage = self.change_stage(stage)
                    return stage, stage.steps[position]
        return None

    def judge(self, compiled: CompiledConditions) -> Verdict:
        return judge(compiled, self.scope)

    def command(self, command: Command) -> None:
        self.commands.append(command)

    def note(
        self,
        rule: str,
        what: str,
        *,
        of: StageRun | StepRun | None = None,
        subject: str = "",
        label: str = "",
        because: Verdict | dict[str, Json] | None = None,
        **detail: Any,
    ) -> None:
        """A line of the trail; `of` gives subject, label and id."""
        if of is not None:
            subject = of.name
            known = self.index.steps.get(of.name) or self.index.stages.get(of.name)
            label = known.label if known else of.name
            if of.attempt > 1:
                detail["attempt"] = of.attempt
        self.trail.append(
            TrailLine(
                rule=rule,
                what=what,
                subject=subject,
                label=label,
                id=of.id if of is not None else 0,
                because=because.to_json() if isinstance(because, Verdict) else because or {},
                detail={name: value for name, value in detail.items() if value not in ("", None)},
            )
        )

    def turn(self) -> Turn:
        return Turn(self.state, tuple(self.commands), tuple(self.trail))
