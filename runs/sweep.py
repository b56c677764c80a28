"""The sweep behind the doorbell: finds due rows nobody was nudged about, what has become due, and dead leases."""

import logging
from datetime import timedelta

from runs import clock, existing, outbox
from runs.look import look
from runs.occasions.fire import fire_due

log = logging.getLogger(__name__)

GRACE = timedelta(seconds=1)  # a row this young has a nudge on its way
AT_ONCE = 200  # runs in one sweep


def sweep_once(*, grace: timedelta = GRACE) -> int:
    """Nudge every run that has something overdue; where no broker answers, look at it here. How many runs."""
    found = outbox.due_runs(before=clock.now() - grace, limit=AT_ONCE)
    for run_id, outside in found:
        if outbox.nudge(run_id, outside=outside):
            continue
        try:
            look(run_id, outside=outside)
        except Exception:
            log.exception("the sweep could not look at run %s", run_id)
    return len(found) + fire_due() + existing.go_on()


def drain(*, rounds: int = 100) -> int:
    """Do everything that is due here and now, in this process, without a broker; how many rows were done."""
    total = 0
    for _ in range(rounds):
        fired = fire_due() + existing.go_on()
        found = outbox.due_runs(before=clock.now(), limit=AT_ONCE)
        if not found and not fired:
            break
        total += fired
        total += sum(look(run_id, outside=outside, inside=not outside) for run_id, outside in found)
    return total
