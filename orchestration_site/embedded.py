"""The embedded default: a Celery worker and the sweep as threads beside the web server, in one process.

The tasks, their queue and the sweep are the ones of real servers; only the broker (in memory) and where the worker
runs differ. docs/adr has the reasons.
"""

import logging
import threading

from celery.worker import WorkController, state
from celery.worker.consumer import Consumer

from orchestration_site import sweeping
from orchestration_site.celery import app

log = logging.getLogger(__name__)
THREADS = 2  # tasks at once: one that calls the outside world does not hold up the rest
STOP_WITHIN = 8.0  # seconds that tasks get to end


class EmbeddedWorker(WorkController):
    """A Celery worker without signal handlers, to be started in a thread."""

    ready: threading.Event

    def on_consumer_ready(self, consumer: Consumer) -> None:
        self.ready.set()


class Background:
    """The worker and the sweep of one process."""

    def __init__(self) -> None:
        app.finalize()
        self.worker = EmbeddedWorker(
            app=app, pool="threads", concurrency=THREADS, hostname="embedded", loglevel="WARNING",
            without_heartbeat=True, without_mingle=True, without_gossip=True,
        )  # fmt: skip
        self.worker.ready = threading.Event()
        self.stopping = threading.Event()
        self.threads = [
            threading.Thread(target=self.worker.start, name="celery", daemon=True),
            threading.Thread(target=sweeping.run, args=(self.stopping,), name="sweep", daemon=True),
        ]

    def start(self) -> None:
        """Start both; returns when the worker takes messages."""
        for thread in self.threads:
            thread.start()
        if not self.worker.ready.wait(10):
            log.error("The embedded worker did not start within 10 seconds; the sweep still does its work")

    def stop(self) -> None:
        """Let running tasks end. What does not end in time is done again at the next start: nothing is lost."""
        self.stopping.set()
        state.should_stop = 0
        for thread in self.threads:
            thread.join(STOP_WITHIN)
        state.should_stop = None
