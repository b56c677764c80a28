"""Orchestrations: definition + state + event -> new state + commands + trail. The law is docs/semantics.md."""

from engine.orchestration.advance import advance, replay, start
from engine.orchestration.references import missing_records, watched_records
from engine.orchestration.turn import TrailLine, Turn
from engine.orchestration.waiting import Wait, is_stalled, waiting_for

__all__ = [
    "TrailLine",
    "Turn",
    "Wait",
    "advance",
    "is_stalled",
    "missing_records",
    "replay",
    "start",
    "waiting_for",
    "watched_records",
]
