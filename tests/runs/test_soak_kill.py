"""kill -9 in the middle of turns: afterwards every run is complete and the ledger has exactly one row per run and step.

The long version kills web processes and workers (on SQLite the one process) at least 50 times inside an open turn while
200 runs go through; the short one does the same with a few.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from rest_framework.authtoken.models import Token

from runs.models import OutboxRow, Run, RunTurn
from tests.runs.soak import ledger
from tests.runs.soak.driver import Driver
from tests.runs.soak.site import Killer, Site, fail_with_logs

pytestmark = pytest.mark.django_db(transaction=True)
SEED = 20


def soak(folder: Path, user: Any, *, runs: int, kills: int, seconds: float, patient: bool = True) -> Killer:
    ledger.install(user.get_username())
    token = Token.objects.create(user=user).key
    site = Site(folder, SEED)
    site.start()
    killer = Killer(site, SEED)
    try:
        site.wait_until_up()
        driver = Driver(site.ports, token, runs, SEED, patient)
        over = threading.Event()
        strikes = threading.Thread(target=_strike, args=(killer, kills, over))
        strikes.start()
        _drive(driver, killer, runs, kills, seconds)
        over.set()
        strikes.join(30)
        _finish(site, driver, seconds)
    finally:
        site.stop()
        killer.close()
    return killer


def _strike(killer: Killer, kills: int, over: threading.Event) -> None:
    while not over.is_set() and killer.in_turn < kills:
        killer.strike()
        time.sleep(0.05)


def _drive(driver: Driver, killer: Killer, runs: int, kills: int, seconds: float) -> None:
    """Until all runs are started and enough was killed; more runs are started while kills are missing."""
    end, extra = time.monotonic() + seconds, 0
    while (driver.to_start or killer.in_turn < kills) and time.monotonic() < end:
        if not driver.to_start:
            extra += 1
            driver.to_start.append(f"extra-{extra}")
        driver.step()


def _finish(site: Site, driver: Driver, seconds: float) -> None:
    """Nobody is killed any more: everything must come to its end by itself."""
    for process in site.all:
        if not process.is_alive:
            process.start()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        driver.step()
        connection.close()
        ended = Run.objects.exclude(state="").exclude(status="in_progress").count()
        if not driver.to_start and ended == Run.objects.count() and not OutboxRow.objects.exists():
            return
        time.sleep(0.1)
    stuck = list(Run.objects.exclude(status="completed").values_list("pk", "status", "current_stage", "fault")[:5])
    waiting = list(OutboxRow.objects.values("kind", "attempts", "last_error")[:5])
    raise AssertionError(fail_with_logs(site, f"not everything ended: {stuck} {waiting} {driver.to_start[:5]}"))


def check(killer: Killer, *, runs: int, kills: int) -> None:
    ids = sorted(Run.objects.values_list("pk", flat=True))
    assert killer.in_turn >= kills, f"{killer.in_turn} kills inside a turn in {killer.tries} tries"
    assert len(ids) >= runs
    assert set(Run.objects.values_list("status", flat=True)) == {"completed"}
    assert ledger.rows() == ledger.wanted(ids)
    assert RunTurn.objects.filter(source_key="start").count() == len(ids)


@pytest.fixture
def person(make_user: Callable[..., Any]) -> Any:
    return make_user("soak", "stagecraft_people.run_flows")


@pytest.mark.soak
@pytest.mark.timeout(1500)
def test_two_hundred_runs_survive_fifty_kills(tmp_path: Path, person: Any) -> None:
    killer = soak(tmp_path, person, runs=200, kills=50, seconds=600)
    check(killer, runs=200, kills=50)
    print(f"{killer.in_turn} kills inside an open turn in {killer.tries} tries; {Run.objects.count()} runs")


@pytest.mark.timeout(600)
def test_a_few_runs_survive_a_few_kills(tmp_path: Path, person: Any) -> None:
    killer = soak(tmp_path, person, runs=6, kills=2, seconds=240, patient=False)
    check(killer, runs=6, kills=2)
