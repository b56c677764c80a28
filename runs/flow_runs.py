"""Running a flow nobody answers to its end: the flow of a background step, or an evaluation flow."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import msgspec

from builder.selectors import definition_of
from engine.document import Definition
from engine.document.call_elements import ActionCall, Subflow
from engine.errors import Fault
from engine.flows import interview as flows
from engine.flows.answers import WaitOver
from engine.flows.library import Library
from engine.flows.outcomes import Faulted, Finished, NeedRecords, Outcome, Waiting
from engine.flows.state import InterviewState, dump_interview
from engine.values import Json
from runs import clock
from runs.library import ActiveFlows
from runs.record_work import RecordWork

MOVES = 2000  # requests one flow may make before it is called endless

SECONDS = 60.0  # one flow may take so long in one go, most of it in the database
MOST_STATE = 1_000_000  # characters of an interview that is put aside
NEVER = datetime(9999, 12, 31, tzinfo=UTC)  # when it waits for an event without a time


class Paused(Exception):
    """The flow is to be put aside until `until`. raises: Fault when it holds too much for that"""

    def __init__(self, waiting: Waiting) -> None:
        self.interview: dict[str, Any] = dump_interview(waiting.interview)
        self.until = datetime.fromisoformat(waiting.until) if waiting.until else NEVER
        self.events = waiting.events
        super().__init__("waiting")
        if len(msgspec.json.encode(self.interview)) > MOST_STATE:
            raise Fault(message="The flow holds too much to be put aside: over 1 MB.", code="flow_too_big_to_wait")


_inline: dict[int, tuple[Any, bool]] = {}
Watch = Callable[[Definition, InterviewState], None]
_watch: ContextVar[Watch | None] = ContextVar("stagecraft_flow_watch", default=None)


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Inside it `watch` is told how each flow that ran here stands: a try shows the elements it went through."""
    token = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(token)


def only_touches_records(version_id: int, library: Library | None = None) -> bool:
    """Whether the flow may run inside a turn. Kept per version, unless that depends on flows it calls."""
    defn = definition_of(version_id)
    if any(isinstance(element, Subflow | ActionCall) for element in defn.elements):
        return flows.only_touches_records(defn, library)
    found = _inline.get(version_id)
    if found is None or found[0] is not defn:
        found = _inline[version_id] = (defn, flows.only_touches_records(defn))
    return found[1]


def run_to_end(
    version_id: int,
    inputs: dict[str, Json],
    *,
    at: str,
    work: RecordWork,
    library: Library | None = None,
    defn: Definition | None = None,
    paused: InterviewState | None = None,
    came: str = "",
    may_wait: bool = False,
    **begun: Any,
) -> dict[str, Json]:
    """The flow's outputs. What it wrote is kept when it ends well and undone when it faults.

    defn:     instead of the version's own (a scheduled path); begun: more of what engine.flows.interview.begin takes
    paused:   go on where it waited; came: the event that ended the wait, "" for a time
    may_wait: whether the caller can put it aside

    raises: Fault; Paused, with what was written until then kept
    """
    defn, library = defn or definition_of(version_id), library or ActiveFlows()
    with work:
        if paused is not None:
            outcome = flows.advance(defn, paused, WaitOver(came), at=at, library=library)
            outcome = _on(defn, outcome, at=at, work=work, library=library)
        else:
            zoned = {"zone": clock.organization_zone(), **begun}
            outcome = settled(defn, inputs, at=at, work=work, library=library, **zoned)
        if (watch := _watch.get()) is not None:
            watch(defn, outcome.interview)
        if isinstance(outcome, Finished):
            work.keep()
            return outcome.outputs
        if isinstance(outcome, Waiting) and may_wait:
            pause = Paused(outcome)
            work.keep()
            raise pause
    if isinstance(outcome, Faulted):
        raise Fault(message=outcome.message, element=outcome.element, code=outcome.code)
    if isinstance(outcome, Waiting):
        raise Fault(message=f"{defn.label} waits, which is not possible here.", code="flow_waits")
    raise Fault(message=f"{defn.label} shows a screen; a background step cannot.", code="flow_has_screen")


def settled(
    defn: Definition,
    inputs: dict[str, Json],
    *,
    at: str,
    work: RecordWork,
    library: Library | None = None,
    **more: Any,
) -> Outcome:
    """Where the flow stands when it asks for no more records. raises Fault when it takes too long or asks too often"""
    library = library or ActiveFlows()
    outcome = flows.begin(defn, inputs, at=at, library=library, **more)
    return _on(defn, outcome, at=at, work=work, library=library)


def _on(defn: Definition, outcome: Outcome, *, at: str, work: RecordWork, library: Library) -> Outcome:
    """Answer what it asks of the records room until it asks for no more. raises Fault"""
    until = time.monotonic() + SECONDS
    for _ in range(MOVES):
        if not isinstance(outcome, NeedRecords):
            return outcome
        if time.monotonic() > until:
            message = f"{defn.label} took more than {SECONDS:g} seconds, the last was {outcome.interview.current}."
            raise Fault(message=message, code="flow_too_long")
        outcome = flows.advance(defn, outcome.interview, work.answer(outcome.request), at=at, library=library)
    raise Fault(message=f"{defn.label} asked for records {MOVES} times without an end.", code="flow_endless")
