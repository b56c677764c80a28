"""Keeps database connections open between Celery tasks, as Django does between requests.

Celery's own Django fixup closes every connection before and after each task. A worker that only says "look at run X"
would pay for a new connection more often than for its work, so here a connection is closed only when it is broken or
older than CONN_MAX_AGE.
"""

from typing import Any

from celery import Celery
from celery.fixups.django import DjangoFixup, DjangoWorkerFixup
from django.db import close_old_connections


class KeepConnections(DjangoWorkerFixup):
    def close_database(self, **kwargs: Any) -> None:
        close_old_connections()


class Fixup(DjangoFixup):
    @property
    def worker_fixup(self) -> DjangoWorkerFixup:
        if self._worker_fixup is None:
            self._worker_fixup = KeepConnections(self.app)
        return self._worker_fixup


def fixup(app: Celery) -> DjangoFixup:
    return Fixup(app).install()
