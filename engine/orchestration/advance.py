"""The public face of the core: start a run, apply one event, replay them all. Pure: equal arguments, equal answer."""

from collections.abc import Iterable

from engine.document import Definition
from engine.errors import EventRejected
from engine.orchestration.draft import Draft
from engine.orchestration.events import ConditionAnswered, ContinueAsked, Event, RunMoved, RunStarted
from engine.orchestration.handlers import HANDLERS
from engine.orchestration.rules import settle
from engine.orchestration.state import ENDED, RunState
from engine.orchestration.turn import Turn


def start(defn: Definition, event: RunStarted) -> Turn:
    """The first turn of a run."""
    state = RunState(
        instance=event.instance,
        started_at=event.at,
        record=event.record,
        record_object=event.record_object,
        prior=event.prior,
        inputs=event.inputs,
    )
    return _apply(defn, state, event)


def advance(defn: Definition, state: RunState, event: Event) -> Turn:
    """Apply one event and settle. The arguments are not changed.

    raises: EventRejected when the event is not possible in this state
    """
    if state.status in ENDED or isinstance(event, RunStarted):
        raise EventRejected(event=type(event).__name__, status=state.status)
    return _apply(defn, state, event)


def replay(defn: Definition, events: Iterable[Event], later: Iterable[Definition] = ()) -> RunState:
    """The state that the events lead to; the first one must be RunStarted.

    later: the definitions that the run was moved to, one for each RunMoved, in order (R40)
    """
    state: RunState | None = None
    moved_to = iter(later)
    for event in events:
        defn = next(moved_to) if isinstance(event, RunMoved) else defn
        turn = start(defn, event) if isinstance(event, RunStarted) else advance(defn, _begun(state, event), event)
        state = turn.state
    return _begun(state, None)


def _apply(defn: Definition, state: RunState, event: Event) -> Turn:
    draft = Draft(defn, state, event)
    if not isinstance(event, ConditionAnswered | ContinueAsked):
        draft.state.answers.clear()
    HANDLERS[type(event)](draft, event)
    settle(draft)
    return draft.turn()


def _begun(state: RunState | None, event: Event | None) -> RunState:
    if state is None:
        raise EventRejected(event=type(event).__name__, status="not begun")
    return state
