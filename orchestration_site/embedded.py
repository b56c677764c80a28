"""The embedded default: a Celery worker and the sweep as threads beside the web server, in one process.

The tasks, their queue and the sweep are the ones of real servers; only the broker (in memory) and where the worker
runs differ. docs/adr has the reasons.
"""

import threading
import time

from celery.worker import WorkController, state

from orchestration_site import sweeping
from orchestration_site.celery import app

THREADS = 2  # tasks at once: one that calls the outside world does not hold up the rest
STOP_WITHIN = 6.0  # seconds that tasks get to end; less than gunicorn waits for its worker


@app.task(name="stagecraft.wake", ignore_result=True)
def wake() -> None:
    """Does nothing: its message ends the worker's wait for one, so that it sees at once that it should stop."""


class Background:
    """The worker and the sweep of one process."""

    def __init__(self, threads: int = THREADS) -> None:
        app.finalize()
        self.worker = WorkController(  # the one without signal handlers, which celery.contrib.testing starts
            app=app, pool="threads", concurrency=threads, hostname="embedded", loglevel="WARNING",
            without_heartbeat=True, without_mingle=True, without_gossip=True,
        )  # fmt: skip
        self.stopping = threading.Event()
        self.threads = [
            threading.Thread(target=self.worker.start, name="celery", daemon=True),
            threading.Thread(target=sweeping.run, args=(self.stopping,), name="sweep", daemon=True),
        ]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self) -> bool:
        """Let running tasks end. False when some did not in time: they are done again at the next start."""
        self.stopping.set()
        state.should_stop = 0  # type: ignore[assignment]
        for _ in range(2):  # the loop waits once more after it has seen that it should stop
            wake.delay()
        end = time.monotonic() + STOP_WITHIN
        for thread in self.threads:
            thread.join(max(0.0, end - time.monotonic()))
        state.should_stop = None
        return not any(thread.is_alive() for thread in self.threads)
