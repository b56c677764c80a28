"""Orchestrations: definition + state + event -> new state + commands + trail. The law is docs/semantics.md."""

from engine.orchestration.advance import advance, replay, start
from engine.orchestration.references import missing_records, watched_records
from engine.orchestration.turn import TrailLine, Turn

__all__ = ["TrailLine", "Turn", "advance", "missing_records", "replay", "start", "watched_records"]
