"""manage.py simulate: generated orchestrations and accidents, played against the core."""

import json
import signal
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from engine.simulation import Case, Report, campaign, dump_case, shrink
from engine.simulation.broken import Broken
from runs.shell_simulation import simulate

KEPT = "tests/simulation/cases"
PATIENCE = 30  # seconds after which the runs of one seed are said not to end
DEFAULT_EVENTS = 200_000
SHELL_MOVES = 2_000  # of a simulation against the database


class Command(BaseCommand):
    help = "Play generated orchestrations, events, crashes and duplicates; a law that breaks is shrunk to a case."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--minutes", type=float, help="go on for so long")
        parser.add_argument("--events", type=int, help="stop after so many events (without --minutes: 200,000)")
        parser.add_argument("--seed", type=int, default=1, help="the first seed; the same seed plays the same runs")
        parser.add_argument("--keep", default="", help=f"folder for what is found ({KEPT})")

        parser.add_argument(
            "--shell", action="store_true", help="real runs against the configured database; use one of its own for it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["shell"]:
            self._shell(options)
            return
        events = options["events"]
        if events is None and options["minutes"] is None:
            events = DEFAULT_EVENTS
        go_on = _until(options["minutes"])
        began, used = time.perf_counter(), time.process_time()
        report = _guarded(options["seed"], events, go_on)
        self._say(report, time.perf_counter() - began, time.process_time() - used)
        if report.case is not None:
            path = self._keep(report.case, Path(options["keep"] or settings.BASE_DIR / KEPT))
            raise CommandError(
                f"seed {report.case.seed} breaks {report.case.law}: {report.case.detail}\nkept as {path}"
            )

    def _shell(self, options: dict[str, Any]) -> None:
        most, go_on = options["events"] or (None if options["minutes"] else SHELL_MOVES), _until(options["minutes"])
        try:
            report = simulate(options["seed"], go_on=lambda r: go_on() and (most is None or r.moves < most))
        except Broken as broken:
            raise CommandError(f"{broken.law}: {broken.detail}") from broken
        counts = f"{report.moves:,} moves, {report.turns:,} turns in {report.seeds:,} runs, {report.ended:,} ended"
        self.stdout.write(f"{counts}; no law broken")

    def _say(self, report: Report, seconds: float, processor: float) -> None:
        rate = round(report.events / max(processor, 1e-9) * 60)
        self.stdout.write(
            f"{report.events:,} events in {report.runs:,} runs of {report.seeds:,} orchestrations, "
            f"{report.ended:,} ended; {seconds:.1f} s, {rate:,} events a minute of processor time"
        )

    def _keep(self, case: Case, folder: Path) -> Path:
        self.stdout.write("Shrinking ...")
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{case.law}_{case.seed}.json"
        path.write_text(json.dumps(dump_case(shrink(case)), indent=1) + "\n")
        return path


def _until(minutes: float | None) -> Callable[[], bool]:
    if minutes is None:
        return lambda: True
    end = time.monotonic() + minutes * 60
    return lambda: time.monotonic() < end


def _guarded(seed: int, events: int | None, go_on: Callable[[], bool]) -> Report:
    """The campaign under an alarm clock: settling that does not end is a finding like any other."""

    def wound() -> bool:
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        return go_on()

    def rings(*_: object) -> None:
        raise Broken("settling_ends", f"nothing after {PATIENCE} s")

    before = signal.signal(signal.SIGALRM, rings)
    try:
        return campaign(seed, events=events, go_on=wound)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
