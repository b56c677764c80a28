"""A run whose row this transaction holds: events go in, and one `flush` writes everything that follows from them."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from engine import orchestration
from engine.errors import EventRejected
from engine.orchestration.commands import Command
from engine.orchestration.events import Event, RunStarted, StepFailed, StepFinished
from engine.orchestration.state import RunState, StepRun, StepStatus
from engine.orchestration.turn import TrailLine
from runs import clock, codec, facts, pins
from runs.errors import RunRefused
from runs.ids import row_id
from runs.library import ActiveFlows
from runs.models import Run, RunTurn
from runs.parts import parts_of
from runs.ports import Intent, WorkItemRequest

INLINE_BOUND = 50  # steps run inside one turn; the others go through the outbox


@dataclass
class Pending:
    """What `flush` will write besides state and rows. withdrawn: reason -> step rows; finished: person -> step rows;
    reopened: step rows whose withdrawn work items are wanted again."""

    turns: list[RunTurn] = field(default_factory=list)
    requests: list[WorkItemRequest] = field(default_factory=list)
    withdrawn: dict[str, list[int]] = field(default_factory=dict)
    finished: dict[int | None, list[int]] = field(default_factory=dict)
    intents: list[Intent] = field(default_factory=list)
    reopened: list[int] = field(default_factory=list)


Perform = Callable[["OpenRun", Command], list[Event]]


class OpenRun:
    def __init__(self, run: Run, stamp: pins.Stamp, perform: Perform) -> None:
        self.run = run
        self._perform = perform
        self.parts = parts_of(run.version_id)
        self.defn = self.parts.defn
        self.state: RunState | None = codec.load_state(run.state) if run.state else None
        self.before = self.state
        self.now: datetime = clock.now()
        self.at = self.now.isoformat()
        self.pending = Pending()
        self.facts: facts.Facts = {}
        self.by_id: int | None = None
        self.inline_steps = 0
        self.moved = False  # to another version, in this transaction
        self._stamp = stamp
        self.library = ActiveFlows(stamp)
        self._commands: deque[Command] = deque()
        self._events: list[Event] = []
        self._trail: list[TrailLine] = []

    def apply(self, event: Event, source_key: str, by_id: int | None = None) -> RunTurn:
        """Apply one outside event, and the inside events of the steps it makes run here. A known key changes nothing.

        raises: RunRefused when the run's status does not allow the event
        """
        if (seen := self._seen(event, source_key)) is not None:
            return seen
        self.by_id, self._events, self._trail = by_id, [], []
        before = self.state
        try:
            self._feed(event)
        except EventRejected as error:
            raise RunRefused(detail=str(error)) from error
        self._perform_all()
        return self._recorded(before, source_key, by_id)

    def annotate(self, line: TrailLine, source_key: str, by_id: int | None = None) -> RunTurn:
        """A line of history about what a room above did to the run's work; the state stays as it is."""
        self._events, self._trail = [], [line]
        return self._recorded(self.state, source_key, by_id)

    @property
    def current(self) -> RunState:
        assert self.state is not None
        return self.state

    @property
    def cause(self) -> str:
        return f"run:{self.run.pk}"

    def step(self, local_id: int) -> StepRun | None:
        for stage in reversed(self.current.stages):
            for step in stage.steps:
                if step.id == local_id:
                    return step
        return None

    def is_running(self, local_id: int) -> bool:
        step = self.step(local_id)
        return step is not None and step.status == StepStatus.IN_PROGRESS

    def row_of(self, local_id: int) -> int:
        return row_id(self.run.pk, local_id)

    def pinned(self) -> dict[str, int]:
        """Version ids by flow name, as the latest stage pinned them; a new stage pins what is active now."""
        stages = self.state.stages if self.state else []
        if not stages:
            return {}
        if self.run.pins.get("stage") != stages[-1].id:
            self.pin_again()
        flows: dict[str, int] = self.run.pins["flows"]
        return flows

    def pin_again(self) -> None:
        """Pin what is active now: when a stage starts, and when a failed step is retried after its flow was mended."""
        if not self.current.stages:
            return
        last = self.current.stages[-1]
        stage = self.parts.stages.get(last.name)  # none where the run was moved to a version without it
        flows = pins.pinned_for(stage, pins.active_flows(self._stamp)) if stage is not None else {}
        self.run.pins = {"stage": last.id, "flows": flows}

    def go_to_version(self, version_id: int, state: RunState, kept: dict[str, int]) -> None:
        """What is applied next is applied to another version; `kept` pins stay, what its stage calls besides is pinned
        now (R40)."""
        self.run.version_id, self.parts, self.moved = version_id, parts_of(version_id), True
        self.defn = self.parts.defn
        last = state.stages[-1] if state.stages else None
        stage = self.parts.stages.get(last.name) if last is not None else None
        if last is not None:
            flows = pins.pinned_for(stage, pins.active_flows(self._stamp)) if stage is not None else {}
            self.run.pins = {"stage": last.id, "flows": {**flows, **kept}}

    def forget_facts(self) -> None:
        """Records were written: read them afresh."""
        self.facts = {}

    def later(self, kind: str, payload: dict[str, Any], due_at: datetime | None = None) -> None:
        self.pending.intents.append(Intent(run_id=self.run.pk, kind=kind, payload=payload, due_at=due_at))

    def note(self, line: TrailLine) -> None:
        """A line of history the core cannot know of."""
        self._trail.append(line)

    def _seen(self, event: Event, source_key: str) -> RunTurn | None:
        if self.run.turns_count == 0:
            return None
        for turn in self.pending.turns:
            if turn.source_key == source_key:
                return turn
        if isinstance(event, StepFinished | StepFailed):
            step = self.step(event.step)
            if step and step.status == StepStatus.IN_PROGRESS and not step.screens_finished and not step.held:
                return None  # it never finished before, so no turn can say so
        return RunTurn.objects.filter(run_id=self.run.pk, source_key=source_key).first()

    def _feed(self, event: Event) -> None:
        self.facts = facts.gather(self.defn, self.state, self.facts, event, lambda: self.run.started_by)
        event = _with_facts(event, self.facts)
        if isinstance(event, RunStarted):
            turn = orchestration.start(self.defn, event)
        else:
            turn = orchestration.advance(self.defn, self.current, event)
        self.state = turn.state
        self._events.append(event)
        self._trail.extend(turn.trail)
        self._commands.extend(turn.commands)

    def _perform_all(self) -> None:
        while self._commands:
            for event in self._perform(self, self._commands.popleft()):
                self._feed(event)

    def _recorded(self, before: RunState | None, source_key: str, by_id: int | None) -> RunTurn:
        self.run.turns_count += 1
        turn = RunTurn(
            run_id=self.run.pk,
            number=self.run.turns_count,
            source_key=source_key,
            at=self.now,
            by_id=by_id,
            events=codec.dump_events(self._events),
            trail=codec.dump_trail(self._trail),
        )
        self.pending.turns.append(turn)
        for local_id in _screens_finished(self.current) - _screens_finished(before):
            self.pending.finished.setdefault(by_id, []).append(self.row_of(local_id))
        return turn


def _with_facts(event: Event, known: facts.Facts) -> Event:
    """The event with what the core cannot fetch: records as they are now, the organization's time zone."""
    zone = clock.organization_zone()
    if not known and zone == "UTC":
        return event
    return msgspec.structs.replace(event, facts=known, zone="" if zone == "UTC" else zone)


def _screens_finished(state: RunState | None) -> set[int]:
    if state is None:
        return set()
    return {step.id for stage in state.stages for step in stage.steps if step.screens_finished}
