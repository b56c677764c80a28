"""Workers for the asynchronous mode: processes of their own, or the embedded worker on the in-process broker."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from orchestration_site.broker import is_embedded


@contextmanager
def working(count: int) -> Iterator[int]:
    """`count` worker processes for the time being; how many there are (the embedded broker has one, in here)."""
    if is_embedded(settings.CELERY_BROKER_URL):
        from orchestration_site.embedded import Background

        background = Background()
        background.start()
        try:
            yield 1
        finally:
            background.stop()
        return
    command = [sys.executable, "-m", "celery", "-A", "orchestration_site", "worker", "--loglevel", "warning"]
    command += ["--pool", "solo", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    children = [
        subprocess.Popen([*command, "-n", f"bench{number}"], cwd=settings.BASE_DIR)  # noqa: S603
        for number in range(count)
    ]
    try:
        yield count
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(20)
