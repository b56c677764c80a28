"""W1 and W2: set up, warm up, measure."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from orchestration_site.bench.person import WorkGuidePerson
from orchestration_site.bench.workers import working
from runs.bench import definitions as bench
from runs.bench import people
from runs.bench.drive import Driver, steps_of
from runs.bench.measure import Counter, Report, peak_memory
from runs.bench.sizes import stored_bytes
from workitems.viewer import Viewer

NAMES = {"W1": bench.W1, "W2": bench.W2}
WARM_UP = 5
REACTIONS = 100  # single runs that measure how soon the next step is done


def prepared(workload: str, *, asynchronous: bool) -> Driver:
    """The definitions are there and active, the caches warm."""
    user = people.worker()
    bench.install(bench.trivial_flow())
    bench.install(bench.ask_flow())
    if workload == "W1":
        bench.install(bench.w1(username=user.get_username(), asynchronous=asynchronous))
    else:
        bench.install(bench.w2(asynchronous=asynchronous))
    person = WorkGuidePerson(Viewer.of(user)) if workload == "W1" else None
    driver = Driver(NAMES[workload], person)
    for _ in range(WARM_UP):
        driver.counted(Counter())
    return driver


def automatic(workload: str, *, runs: int, workers: int) -> Report:
    """As the engine chooses; `workers` processes each do their share of the runs."""
    driver = prepared(workload, asynchronous=False)
    driver.counted(counter := Counter())
    before = stored_bytes()
    if workers == 1:
        seconds, human = driver.many(runs)
    else:
        seconds, human = _side_by_side(workload, runs, workers)
    return _report(workload, "auto", runs, workers, seconds, human, counter, before)


def part(workload: str, *, runs: int) -> dict[str, Any]:
    """One process's share of `automatic`."""
    user = people.worker()
    driver = Driver(NAMES[workload], WorkGuidePerson(Viewer.of(user)) if workload == "W1" else None)
    driver.one()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    seconds, human = driver.many(runs)
    return {"seconds": seconds, "human": human}


def _side_by_side(workload: str, runs: int, workers: int) -> tuple[float, list[float]]:
    manage = Path(settings.BASE_DIR) / "manage.py"
    command = [sys.executable, str(manage), "bench", workload, "--part", "--runs", str(runs // workers)]
    children = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
        for _ in range(workers)
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "ready"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    parts = [json.loads(child.communicate()[0]) for child in children]
    return max(one["seconds"] for one in parts), [time for one in parts for time in one["human"]]


def asynchronous(workload: str, *, runs: int, workers: int) -> Report:
    """Every background step through outbox, broker and worker."""
    driver = prepared(workload, asynchronous=True)
    driver.counted(counter := Counter())
    with working(workers) as there:
        driver.reaction(WARM_UP)
        before = stored_bytes()
        seconds = driver.through_workers(runs)
        size = stored_bytes() - before
        human = driver.reaction(REACTIONS) if driver.person is not None else []
    report = _report(workload, "async", runs, there, seconds, human, counter, 0)
    report.bytes_per_run = size // runs
    return report


def _report(
    workload: str,
    mode: str,
    runs: int,
    workers: int,
    seconds: float,
    human: list[float],
    counter: Counter,
    before: int,
) -> Report:
    return Report(
        workload=workload,
        mode=mode,
        database=connection.vendor,
        runs=runs,
        workers=workers,
        seconds=seconds,
        steps_per_run=steps_of(NAMES[workload]),
        human=human,
        statements_per_run=counter.statements,
        transactions_per_run=counter.transactions,
        bytes_per_run=(stored_bytes() - before) // runs,
        peak_memory=peak_memory(),
    )
