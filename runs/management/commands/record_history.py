"""manage.py record_history RUN FILE: a stored run as a history that must replay to the same state for ever."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engine.document import dump
from engine.orchestration.events import RunMoved
from runs import codec
from runs.models import Run, RunMove, RunTurn
from runs.parts import parts_of


class Command(BaseCommand):
    help = "Write a stored run as JSON: its definitions, all its events, the state they led to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=int)
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        run = Run.objects.filter(pk=options["run"]).first()
        if run is None or not run.state:
            raise CommandError(f"There is no run {options['run']} that has begun.")
        turns = RunTurn.objects.filter(run=run).order_by("number").values_list("events", flat=True)
        moves = [event for text in turns for event in codec.load_events(text) if isinstance(event, RunMoved)]
        first = RunMove.objects.filter(run=run, from_version__isnull=False).order_by("id").first()
        began = (first.from_version_id if moves and first is not None else None) or run.version_id
        history = {
            "definition": dump(parts_of(began).defn),
            "later": [dump(parts_of(event.version).defn) for event in moves],
            "turns": [json.loads(events) for events in turns],
            "state": json.loads(run.state),
        }
        options["file"].write_text(json.dumps(history, indent=1, ensure_ascii=False) + "\n")
        self.stdout.write(f"{len(history['turns'])} turns written to {options['file']}")
