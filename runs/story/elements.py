"""What a flow went through: its elements, and why its decisions went the way they did, told by `builder.reasons`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from builder.reasons import Reason
from builder.words import Words
from engine.flows.outcomes import Finished, Outcome
from engine.flows.state import TraceLine
from runs.story.reasons import reasons_of_considered


@dataclass(frozen=True)
class ElementLine:
    name: str
    label: str
    kind: str
    notes: dict[str, str] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()

    def to_json(self) -> dict[str, Any]:
        reasons = [reason.to_json() for reason in self.reasons]
        return {"name": self.name, "kind": self.kind, "notes": self.notes, "reasons": reasons}


def kept_trace(outcome: Outcome) -> str:
    """What a log keeps: everything it went through, of a flow that finished only its decisions; "" for nothing."""
    trace = outcome.interview.trace
    if isinstance(outcome, Finished):
        trace = tuple(line for line in trace if line.because)
    return msgspec.json.encode(trace).decode() if trace else ""


def trace_kept(text: str) -> tuple[TraceLine, ...]:
    return msgspec.json.decode(text, type=tuple[TraceLine, ...]) if text else ()


def elements_of(trace: Iterable[TraceLine], words: Words) -> list[ElementLine]:
    return [
        ElementLine(
            line.name, words.label(line.name), line.kind, line.notes, reasons_of_considered(line.because, words)
        )
        for line in trace
    ]
