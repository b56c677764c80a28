"""The sweep loop: finds what a lost message would have said, and tidies up now and then."""

import logging
import threading
import time

from django.db import close_old_connections, connections

from web.idempotency import forget_old_keys

log = logging.getLogger(__name__)
EVERY = 2.0  # seconds between sweeps
TIDY_EVERY = 3600.0


def sweep_once() -> int:
    """One round: nudge runs with due rows, fire timers. Returns how many runs were nudged."""
    from runs import sweep  # models are not loaded yet when gunicorn reads its configuration

    return sweep.sweep_once()


def run(stopping: threading.Event, every: float = EVERY) -> None:
    """Sweep every `every` seconds until told to stop. An error is logged and the next round tries again."""
    tidy_at = 0.0
    while not stopping.is_set():
        close_old_connections()
        try:
            sweep_once()
            if time.monotonic() >= tidy_at:
                forget_old_keys()
                tidy_at = time.monotonic() + TIDY_EVERY
        except Exception:
            log.exception("A sweep failed; the next one follows in %s s", every)
        stopping.wait(every)
    connections.close_all()
