"""Celery as this house runs it: quick to hear, keeping its database connection, quick to stop."""

import statistics
import threading
import time

import pytest
from celery import shared_task
from django.db import connection, connections

from orchestration_site.celery import app
from orchestration_site.embedded import Background

HEARD: list[tuple[float, int]] = []  # moment, and which database connection it was
BELL = threading.Event()


@shared_task(name="tests.hear", ignore_result=True)
def hear() -> None:
    connection.ensure_connection()
    HEARD.append((time.perf_counter(), id(connection.connection)))
    BELL.set()


@shared_task(name="tests.hang_up", ignore_result=True)
def hang_up() -> None:
    connections.close_all()
    BELL.set()


def send(name: str) -> float:
    BELL.clear()
    sent = time.perf_counter()
    app.send_task(name, ignore_result=True, retry=False)
    assert BELL.wait(10), f"{name} was not heard"
    return sent


@pytest.fixture
def background(transactional_db, settings):
    assert settings.CELERY_BROKER_URL == "memory://" or settings.LANE == "postgres"
    running = Background(threads=1)
    running.start()
    send("tests.hear")  # up
    HEARD.clear()
    yield running
    send("tests.hang_up")
    started = time.perf_counter()
    assert running.stop()
    assert time.perf_counter() - started < 5


@pytest.mark.timeout(60)
def test_a_message_is_heard_within_milliseconds_and_the_connection_is_kept(background):
    delays = []
    for _ in range(20):
        sent = send("tests.hear")
        delays.append(HEARD[-1][0] - sent)
        time.sleep(0.01)
    assert len({identity for _, identity in HEARD}) == 1
    assert statistics.median(delays) < 0.05
