"""What of a trace is kept: every line, and why the latest decisions went the way they did."""

from collections import deque
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from engine.flows.limits import MAX_EXPLAINED, MAX_WHY
from engine.flows.state import TraceLine
from engine.formula import Verdict


class Considered(NamedTuple):
    """An outcome that was tried. taken: it won; an outcome that held, and held before, does not."""

    name: str
    label: str
    taken: bool
    verdict: Verdict

    def to_json(self) -> dict[str, Any]:
        return {"outcome": self.name, "label": self.label, "taken": self.taken, **self.verdict.to_json()}


Judged = deque[tuple[TraceLine, tuple[Considered, ...]]]


def judged_lines() -> Judged:
    """Decisions of one move, the latest ones: a loop may take thousands, and few of them are ever told."""
    return deque(maxlen=MAX_EXPLAINED)


def kept_trace(trace: Iterable[TraceLine], judged: Judged) -> tuple[TraceLine, ...]:
    """The lines; the latest decisions say why, within `MAX_EXPLAINED` decisions and `MAX_WHY` characters."""
    fresh = {id(line): considered for line, considered in judged}
    kept: list[TraceLine] = []
    decisions = size = 0
    for line in reversed(list(trace)):
        because = tuple(one.to_json() for one in fresh.get(id(line), ())) or line.because
        if because:
            decisions, size = decisions + 1, size + len(msgspec.json.encode(because))
            if decisions > MAX_EXPLAINED or size > MAX_WHY:
                because = ()
        kept.append(line if because == line.because else msgspec.structs.replace(line, because=because))
    return tuple(reversed(kept))
