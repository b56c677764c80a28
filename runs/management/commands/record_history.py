"""manage.py record_history RUN FILE: a stored run as a history that must replay to the same state for ever."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engine.document import dump
from runs.models import Run, RunTurn
from runs.parts import parts_of


class Command(BaseCommand):
    help = "Write a stored run as JSON: its definition, all its events, the state they led to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=int)
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        run = Run.objects.filter(pk=options["run"]).first()
        if run is None or not run.state:
            raise CommandError(f"There is no run {options['run']} that has begun.")
        turns = RunTurn.objects.filter(run=run).order_by("number").values_list("events", flat=True)
        history = {
            "definition": dump(parts_of(run.version_id).defn),
            "turns": [json.loads(events) for events in turns],
            "state": json.loads(run.state),
        }
        options["file"].write_text(json.dumps(history, indent=1, ensure_ascii=False) + "\n")
        self.stdout.write(f"{len(history['turns'])} turns written to {options['file']}")
