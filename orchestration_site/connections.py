"""Keeps database connections open between Celery tasks, as Django does between requests.

Celery's own Django fixup closes every connection before and after each task. A worker that only says "look at run X"
would pay for a new connection more often than for its work, so here a connection is closed only when it is broken or
older than CONN_MAX_AGE. Whether it is broken is not even asked (a statement) while tasks follow each other closely: one
that breaks in such a moment costs its task, and the sweep finds what that would have done.
"""

import threading
import time
from functools import cached_property
from typing import Any

from celery import Celery
from celery.fixups.django import DjangoFixup, DjangoWorkerFixup  # type: ignore[attr-defined]
from django.db import close_old_connections, connections

TRUSTED = 1.0  # seconds


class _Checked(threading.local):
    at = float("-inf")


_checked = _Checked()


class KeepConnections(DjangoWorkerFixup):
    def close_database(self, **kwargs: Any) -> None:
        now = time.monotonic()
        if now - _checked.at > TRUSTED or any(_is_doubtful(one) for one in connections.all(initialized_only=True)):
            close_old_connections()
            _checked.at = now


def _is_doubtful(connection: Any) -> bool:
    return bool(connection.errors_occurred or connection.in_atomic_block)


class Fixup(DjangoFixup):
    @cached_property
    def worker_fixup(self) -> DjangoWorkerFixup:
        return KeepConnections(self.app)


def fixup(app: Celery) -> Fixup:
    installed = Fixup(app)
    installed.install()
    return installed
