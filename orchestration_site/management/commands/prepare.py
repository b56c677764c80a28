"""`manage.py prepare`: the database as the code needs it, with the demo in it unless it is not wanted."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Command(BaseCommand):
    help = "Apply waiting migrations and load the demo. Safe to repeat."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="leave the demo people and records out")

    def handle(self, *args: Any, no_demo: bool, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
        if no_demo or "load_demo" not in get_commands():
            return
        if settings.SITE_URL.startswith("https://"):
            self.stderr.write("The demo is not loaded: its passwords are public, and SITE_URL is a real site's.")
            return
        call_command("load_demo", verbosity=0)
