"""One simulated run: moves go in, the core and the twin take the events, every law is looked at after each.

Beside the core stands a small model of the shell: delivery keys, open work items, flows and questions under way,
records that change, a process that dies before its commit or between two turns.
"""

from typing import Any

import msgspec

from engine.document import Definition
from engine.document.stages import Stage
from engine.errors import EventRejected
from engine.orchestration import advance, replay, start, watched_records
from engine.orchestration import events as ev
from engine.orchestration.commands import AskEvaluationFlow
from engine.orchestration.state import RunState
from engine.orchestration.turn import Turn
from engine.simulation import laws
from engine.simulation.account import Account, StepAccount
from engine.simulation.broken import Broken, law
from engine.simulation.happening import AT, delivery
from engine.simulation.moves import Move
from engine.simulation.records import IDS, Facts, World
from engine.simulation.twin import ENDED, Twin
from engine.values import Json

_encode = msgspec.json.Encoder().encode
_state = msgspec.json.Decoder(RunState).decode
_event: Any = msgspec.json.Decoder(ev.Event).decode
_events: Any = msgspec.json.Decoder(list[ev.Event]).decode


class Opening(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the run starts. record: about the first record, created or (prior) updated; words: what the records hold."""

    record: bool = False
    prior: dict[str, Json] | None = None
    words: tuple[str | None, ...] = ("no", "no", "no")


class Play:
    """items: open work items, step -> assignees; jobs, questions: flows under way; wakes: records to tell it of.

    raises: Broken from every method
    """

    def __init__(self, defn: Definition, opening: Opening) -> None:
        self.defn, self.opening = defn, opening
        self.steps = {step.name: step for e in defn.elements if isinstance(e, Stage) for step in e.steps}
        record = IDS[0] if opening.record else ""
        self.account = Account(defn, World(opening.words), record, opening.prior)
        self.twin = Twin(self.account)
        self.items: dict[int, int] = {}
        self.jobs: set[int] = set()
        self.questions: set[tuple[str, int]] = set()
        self.wakes: set[str] = set()
        self.watched: set[str] = set()
        self.taken: list[ev.Event] = []
        self.keys: set[str] = set()
        self._began: RunState | None = None
        began = ev.RunStarted(
            at=AT, instance="7", record=record, record_object="Thing__c" if record else "", prior=opening.prior
        )
        self._deliver(began, "start", lost=False)

    @property
    def state(self) -> RunState:
        assert self._began is not None
        return self._began

    @property
    def is_ended(self) -> bool:
        return self.state.status in ENDED

    def do(self, move: Move) -> bool:
        """False: there was nothing to do it to."""
        if move.do == "reload":
            self._began = _state(_encode(self.state))
            return True
        if move.do == "clock":
            self.account.minute = max(0, self.account.minute + (move.n or 0))
            return True
        if move.do in ("write", "point"):
            return self._write(move)
        found = delivery(self, move)
        if found is None:
            return False
        self._deliver(*found, lost=move.lost)
        if move.again and found[1]:
            self._deliver(*found, lost=False)
        return True

    @property
    def timers(self) -> list[tuple[int, int, str]]:
        """(minute, step, deadline) of all that steps in progress wait for."""
        stage = self.account.stages[-1] if self.account.stages else None
        return [(at, step.id, name) for step in (stage.steps if stage else ()) for name, at in step.timers.items()]

    def is_due(self, step: StepAccount, name: str | None) -> bool:
        return name in step.timers and step.timers[name] <= self.account.minute

    def finish(self) -> None:
        """Replay of all events, read back from their JSON, gives the state."""
        again = replay(self.defn, _events(_encode(self.taken)))
        law("replay_gives_the_state", _encode(again) == _encode(self.state))

    def find_step(self, move: Move) -> StepAccount | None:
        for stage in reversed(self.account.stages):
            for step in stage.steps:
                if step.name == move.step and move.visit in (0, stage.attempt):
                    return step
        return None

    def find_subject(self, move: Move) -> int:
        step = self.find_step(move)
        if step is not None:
            return step.id
        stages = [s for s in self.account.stages if s.name == move.step and move.visit in (0, s.attempt)]
        return stages[-1].id if stages else 0

    def visit_of(self, step: StepAccount) -> int:
        return self.account.stage_of(step).attempt

    def named(self, subject: int) -> tuple[str, int]:
        """Name and visit of a step or stage run."""
        if (step := self.account.step(subject)) is not None:
            return step.name, self.visit_of(step)
        stage = next(stage for stage in self.account.stages if stage.id == subject)
        return stage.name, stage.attempt

    def _deliver(self, event: ev.Event, key: str, *, lost: bool) -> None:
        if key and key in self.keys:
            return  # a shell answers with the turn it was
        facts = self.account.world.facts_for(self.defn, self._began, event) if self.account.record else {}
        event = msgspec.structs.replace(event, facts=facts) if facts else event
        before, told = _encode(self._began), _encode(event)
        if lost:
            self._apply(event)
        turn = self._apply(event)
        law("arguments_are_not_changed", _encode(self._began) == before and _encode(event) == told)
        if turn is None:
            return
        twin_turn = self._apply(_event(told), _state(before) if self._began is not None else None)
        law("same_arguments_same_turn", twin_turn is not None and _encode(twin_turn) == _encode(turn))
        self._take(event, key, turn, facts)

    def _apply(self, event: ev.Event, state: RunState | None = None) -> Turn | None:
        """None: refused, as it must be."""
        state = state or self._began
        wanted = state is None or self.twin.takes(event)
        try:
            if state is None:
                assert isinstance(event, ev.RunStarted)
                turn = start(self.defn, event)
            else:
                turn = advance(self.defn, state, event)
        except EventRejected as error:
            law("it_takes_what_it_must", not wanted, f"{event}: {error}")
            return None
        except Broken:
            raise
        except Exception as error:
            raise Broken("the_core_does_not_raise", f"{type(error).__name__}: {error}") from error
        law("it_refuses_what_it_must", wanted, event)
        return turn

    def _take(self, event: ev.Event, key: str, turn: Turn, facts: Facts) -> None:
        before, self._began = self._began, turn.state
        self.taken.append(event)
        self.keys.add(key)
        self._under_way(event)
        self.twin.apply(event)
        laws.check_trail(turn, self.twin)
        laws.check_commands(turn.state, turn, self.twin)
        laws.check_state(before, turn.state, self.twin, event.step if isinstance(event, ev.RetryAsked) else 0)
        laws.take_commands(self, turn.commands)
        self.questions |= {(c.role, c.subject) for c in turn.commands if isinstance(c, AskEvaluationFlow)}
        laws.check_outstanding(self)
        laws.check_waiting(self, facts)
        if self.account.record:
            self.watched = (
                watched_records(self.defn, turn.state, facts) if turn.state.status == "in_progress" else set()
            )

    def _under_way(self, event: ev.Event) -> None:
        """What the event ends: an item, a flow, a question, a wake."""
        match event:
            case ev.StepFinished() | ev.StepFailed():
                self._ended(event.step, completed=isinstance(event, ev.StepFinished))
            case ev.Published() if event.step and event.status:
                self._ended(event.step, completed=event.status == "completed")
            case ev.ConditionAnswered():
                self.questions.discard((event.role, event.subject))
            case ev.RecordChanged():
                self.wakes.discard(event.record)

    def _ended(self, step_id: int, *, completed: bool) -> None:
        """A finished item is Completed with its event; a failed step's item is withdrawn by command."""
        self.jobs.discard(step_id)
        if completed or self.state.status == "suspended":
            self.items.pop(step_id, None)

    def _write(self, move: Move) -> bool:
        """A record changes. A run that watches it will be told; for any other the change must make no difference."""
        world = self.account.world
        if move.do == "point":
            world.point(move.record, move.word if move.word != move.record else None)
        else:
            world.write(move.record, move.word)
        if move.record in self.watched:
            self.wakes.add(move.record)
        elif not self.wakes and self.state.status == "in_progress":
            law("what_matters_is_watched", not self.twin.would_move(), move.record)
        return True
