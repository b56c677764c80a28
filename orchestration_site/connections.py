"""Keeps database connections open between Celery tasks, as Django does between requests.

Celery's own Django fixup closes every connection before and after each task. A worker that only says "look at run X"
would pay for a new connection more often than for its work, so here a connection is closed only when it is broken or
older than CONN_MAX_AGE.
"""

from functools import cached_property
from typing import Any

from celery import Celery
from celery.fixups.django import DjangoFixup, DjangoWorkerFixup  # type: ignore[attr-defined]
from django.db import close_old_connections


class KeepConnections(DjangoWorkerFixup):
    def close_database(self, **kwargs: Any) -> None:
        close_old_connections()


class Fixup(DjangoFixup):
    @cached_property
    def worker_fixup(self) -> DjangoWorkerFixup:
        return KeepConnections(self.app)


def fixup(app: Celery) -> Fixup:
    installed = Fixup(app)
    installed.install()
    return installed
