"""`manage.py load_demo`: five demo people, records, an orchestration and some runs of it."""

from typing import Any

from django.core.management.base import BaseCommand

from orchestration_site.demo.load import load


class Command(BaseCommand):
    help = "Load the demo (people admin, manager, alice, bob and carol, password demo). Safe to repeat."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        loaded = load()
        if verbosity:
            self.stdout.write("The demo is loaded." if loaded else "The demo is there already.")
