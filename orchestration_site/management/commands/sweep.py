"""`manage.py sweep`: the process that finds what lost messages would have said."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from orchestration_site import sweeping


class Command(BaseCommand):
    help = "Nudge runs with due work and fire timers, every few seconds, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, default=sweeping.EVERY, help="seconds between sweeps (default: 2)")
        parser.add_argument("--once", action="store_true", help="sweep once and end")

    def handle(self, *args: Any, every: float, once: bool, **options: Any) -> None:
        if once:
            self.stdout.write(f"{sweeping.sweep_once()} nudged")
            return
        stopping = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopping.set())
        sweeping.run(stopping, every)
