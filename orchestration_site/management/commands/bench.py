"""`manage.py bench W1|W2 [--mode auto|async] [--runs N] [--workers N] [--json]`: the workloads, measured."""

import json
import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from runs.bench.drive import NoProgress

RUNS = {("W1", "auto"): 1000, ("W2", "auto"): 500, ("W1", "async"): 500, ("W2", "async"): 200}


class Command(BaseCommand):
    help = "Measure the workloads against the configured database and broker. Leaves its runs behind."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("workload", choices=["W1", "W2", "W3"])
        parser.add_argument("--mode", choices=["auto", "async"], default="auto")
        parser.add_argument("--runs", type=int, default=0, help="runs to measure; W3: open work items")
        parser.add_argument("--workers", type=int, default=1, help="processes that run steps")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")
        parser.add_argument("--part", action="store_true", help="one process's share; used by the command itself")

    def handle(self, *args: Any, workload: str, mode: str, runs: int, workers: int, part: bool, **options: Any) -> None:
        from orchestration_site.bench import inbox, workloads  # models are needed here only

        logging.getLogger().setLevel(logging.WARNING)
        runs = runs or RUNS.get((workload, mode), 100_000)
        if part:
            self.stdout.write(json.dumps(workloads.part(workload, runs=runs)))
            return
        try:
            if workload == "W3":
                figures = inbox.measure(items=runs)
            elif mode == "auto":
                figures = workloads.automatic(workload, runs=runs, workers=workers).as_json()
            else:
                figures = workloads.asynchronous(workload, runs=runs, workers=workers).as_json()
        except NoProgress as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(figures) if options["json"] else _table(figures))


def _table(figures: dict[str, Any]) -> str:
    width = max(len(name) for name in figures)
    return "\n".join(f"{name.replace('_', ' '):<{width}}  {value}" for name, value in figures.items())
