"""What an interview knows during one move, with real values. Made from a state, turned into the next state."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

import msgspec

from engine.flows.limits import MAX_NOTE, MAX_TRACE
from engine.flows.state import FieldError, InterviewState, Offered, RoundState, TraceLine
from engine.flows.tracing import Considered, Judged, judged_lines, kept_trace
from engine.values import Json, RecordValue, pack, unpack


@dataclass(frozen=True, slots=True)
class Round:
    """A loop that is going on: its items, and how many of them were taken."""

    items: list[Any]
    taken: int


@dataclass(slots=True)
class Memory:
    """Working copies; the state they came from is never touched. Lists and records inside are replaced, not changed."""

    variables: dict[str, Any]
    answers: dict[str, Any]
    typed: dict[str, dict[str, Any]]
    errors: dict[str, FieldError]
    results: dict[str, Any]
    outcomes: dict[str, bool]
    facts: dict[str, RecordValue | None]
    offers: dict[str, Offered]
    origins: dict[str, dict[str, Any]]
    loops: dict[str, Round]
    visited: dict[str, None]
    failed: dict[str, None]
    history: list[str]
    fault_message: str
    trace: deque[TraceLine]
    trace_dropped: int
    saving: dict[str, Any] | None = None
    changed: dict[str, Any] = field(default_factory=dict)
    rows: int = 0
    screens_before: bool = False  # a caller has a screen to go back to
    rounds: int = 0  # loop items taken in this move
    saved: tuple[Any, ...] = field(default=())
    judged: Judged = field(default_factory=judged_lines)

    def entered(self, key: str) -> str:
        """What was typed beside a choice, "" for nothing. key: "<field>.<choice>" """
        return next((str(values[key]).strip() for values in self.typed.values() if values.get(key)), "")

    def note(self, name: str, kind: str, notes: dict[str, str], considered: tuple[Considered, ...] = ()) -> None:
        """considered: of a decision, the outcomes it tried"""
        line = TraceLine(name, kind, notes)
        self.keep_line(line)
        if considered:
            self.judged.append((line, considered))

    def keep_line(self, line: TraceLine) -> None:
        if len(self.trace) == MAX_TRACE:
            self.trace_dropped += 1
        self.trace.append(line)

    def take_trace(self, called: "Memory", through: str) -> None:
        """The lines of a called flow, each named by the element that called it."""
        for line in kept_trace(called.trace, called.judged):
            self.keep_line(msgspec.structs.replace(line, name=f"{through}/{line.name}"))
        self.trace_dropped += called.trace_dropped

    def mark(self) -> None:
        """Remember the values as they are now, for `undo`."""
        self.saved = (dict(self.variables), dict(self.results), dict(self.outcomes), dict(self.loops))
        self.saved += (None if self.saving is None else dict(self.saving), dict(self.changed))

    def undo(self) -> None:
        """Back to the last `mark`: an element that could not go on leaves nothing behind."""
        self.variables, self.results, self.outcomes, self.loops, self.saving, self.changed = self.saved

    def remember_record(self, record: RecordValue) -> None:
        """Keep the fields as they were read, so that a later update writes only what differs."""
        if record.id:
            self.origins[record.id] = dict(record.fields)


def memory_of(state: InterviewState) -> Memory:
    return Memory(
        variables=_unpacked(state.variables),
        answers=_unpacked(state.answers),
        typed={screen: dict(values) for screen, values in state.typed.items()},
        errors=dict(state.errors),
        results=_unpacked(state.results),
        outcomes=dict(state.outcomes),
        facts=_unpacked(state.facts),
        offers=dict(state.offers),
        origins={key: _unpacked(fields) for key, fields in state.origins.items()},
        loops={name: Round([unpack(item) for item in loop.items], loop.taken) for name, loop in state.loops.items()},
        visited=dict.fromkeys(state.visited),
        failed=dict.fromkeys(state.failed),
        history=list(state.history),
        fault_message=state.fault_message,
        trace=deque(state.trace, maxlen=MAX_TRACE),
        trace_dropped=state.trace_dropped,
        saving=None if state.saving is None else _unpacked(state.saving),
        changed=_unpacked(state.changed),
        rows=state.rows,
    )


def state_with(state: InterviewState, memory: Memory, **changes: Any) -> InterviewState:
    """The next state: `memory` packed, other fields as they were unless `changes` names them."""
    return msgspec.structs.replace(
        state,
        variables=_packed(memory.variables),
        answers=_packed(memory.answers),
        typed=memory.typed,
        errors=memory.errors,
        results=_packed(memory.results),
        outcomes=memory.outcomes,
        facts=_packed(memory.facts),
        offers=memory.offers,
        origins={key: _packed(fields) for key, fields in memory.origins.items()},
        loops={
            name: RoundState([pack(item) for item in loop.items], loop.taken) for name, loop in memory.loops.items()
        },
        visited=tuple(memory.visited),
        failed=tuple(memory.failed),
        history=tuple(memory.history),
        fault_message=memory.fault_message,
        trace=kept_trace(memory.trace, memory.judged),
        trace_dropped=memory.trace_dropped,
        saving=None if memory.saving is None else _packed(memory.saving),
        changed=_packed(memory.changed),
        rows=memory.rows,
        **changes,
    )


def brief(value: Any) -> str:
    """A value in a few characters, for the trace."""
    if isinstance(value, RecordValue):
        text = f"{value.object} {value.id or '(new)'}"
    elif isinstance(value, list):
        text = f"{len(value)} items"
    else:
        text = "null" if value is None else str(value)
    return text if len(text) <= MAX_NOTE else f"{text[: MAX_NOTE - 1]}…"


def _unpacked(packed: dict[str, Json]) -> dict[str, Any]:
    return {name: unpack(value) for name, value in packed.items()}


def _packed(values: dict[str, Any]) -> dict[str, Json]:
    return {name: pack(value) for name, value in values.items()}
