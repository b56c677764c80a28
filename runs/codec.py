"""Runs as text: the state, the events and the trail of a turn, as JSON columns keep them."""

import msgspec

from engine.orchestration.events import Event
from engine.orchestration.state import RunState
from engine.orchestration.turn import TrailLine
from engine.values import Json

Facts = dict[str, dict[str, Json]]

_encoder = msgspec.json.Encoder()
_states = msgspec.json.Decoder(RunState)
_events = msgspec.json.Decoder(list[tuple[Event, Facts | None]])
_trails = msgspec.json.Decoder(list[TrailLine])


def dump_state(state: RunState) -> str:
    return _encoder.encode(state).decode()


def load_state(text: str) -> RunState:
    return _states.decode(text)


def dump_events(events: list[Event]) -> str:
    """Events in order, each beside the facts it brought; null where they are those of the event before it."""
    pairs: list[tuple[Event, Facts | None]] = []
    before: Facts | None = None
    for event in events:
        bare = msgspec.structs.replace(event, facts={}) if event.facts else event
        pairs.append((bare, None if event.facts == before else event.facts))
        before = event.facts
    return _encoder.encode(pairs).decode()


def load_events(text: str) -> list[Event]:
    events: list[Event] = []
    facts: Facts = {}
    for event, own in _events.decode(text):
        facts = facts if own is None else own
        events.append(msgspec.structs.replace(event, facts=facts) if facts else event)
    return events


def dump_trail(trail: list[TrailLine]) -> str:
    return _encoder.encode(trail).decode()


def load_trail(text: str) -> list[TrailLine]:
    return _trails.decode(text)
