"""A deadline of a step has come (R30). One that nobody waits for any more is dropped."""

from engine.orchestration.events import TimerFired
from engine.orchestration.state import ENDED
from engine.orchestration.timers import timers_of
from runs.open_run import OpenRun
from runs.outbox import Row


def handle(work: OpenRun, row: Row) -> None:
    timer = row.payload["timer"]
    if work.state is None or work.state.status in ENDED or timer not in timers_of(work.state):
        return
    work.apply(TimerFired(at=work.at, timer=timer), f"timer:{timer}")
