"""Timing and counting for the benchmark: a figure is what a reader can compare."""

import resource
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection


@dataclass
class Counter:
    """Counts statements and transactions while it is on; costs nothing while it is off."""

    statements: int = 0
    transactions: int = 0

    @contextmanager
    def on(self) -> Iterator[None]:
        first, logged = len(connection.queries_log), connection.force_debug_cursor
        connection.force_debug_cursor = True
        try:
            yield
        finally:
            connection.force_debug_cursor = logged
        texts = [query["sql"] for query in list(connection.queries_log)[first:]]
        self.transactions += sum(text.startswith("BEGIN") for text in texts)
        self.statements += sum(not text.startswith(("BEGIN", "COMMIT")) for text in texts)


@dataclass
class Report:
    """What one workload gave. Times are seconds, sizes bytes."""

    workload: str
    mode: str
    database: str
    runs: int
    workers: int
    seconds: float
    steps_per_run: int
    human: list[float] = field(default_factory=list)
    statements_per_run: float = 0.0
    transactions_per_run: float = 0.0
    bytes_per_run: int = 0
    peak_memory: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "workload": self.workload,
            "mode": self.mode,
            "database": self.database,
            "runs": self.runs,
            "workers": self.workers,
            "seconds": round(self.seconds, 3),
            "runs_per_second": round(self.runs / self.seconds, 1),
            "steps_per_second": round(self.runs * self.steps_per_run / self.seconds, 1),
            "human_to_next_done_ms": {"p50": _ms(self.human, 50), "p99": _ms(self.human, 99)},
            "statements_per_run": round(self.statements_per_run, 2),
            "transactions_per_run": round(self.transactions_per_run, 2),
            "bytes_per_run": self.bytes_per_run,
            "peak_memory_mib": round(self.peak_memory / 2**20, 1),
        }


def peak_memory() -> int:
    """Bytes this process and its largest child have held at most."""
    own, children = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(own, children) * 1024


def clock() -> float:
    return time.perf_counter()


def _ms(times: list[float], percent: int) -> float | None:
    if len(times) < 2:
        return None
    return round(statistics.quantiles(times, n=100, method="inclusive")[percent - 1] * 1000, 2)
