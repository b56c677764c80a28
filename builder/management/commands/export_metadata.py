"""python manage.py export_metadata API_NAME [--version N]"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from builder.metadata.writer import STATUS_WORDS, write_flow
from builder.selectors import definition_of, get_flow, version_of
from web.errors import NotFound


class Command(BaseCommand):
    help = "Writes an automation as flow metadata XML: the active version, else the latest, else the one asked for."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Django's own --version would take the place of ours."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("api_name", metavar="API_NAME")
        parser.add_argument("--version", type=int, default=None, metavar="N", dest="number")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            flow = get_flow(options["api_name"])
            number = options["number"]
            version = flow.active if number is None and flow.active else version_of(flow, number)
        except NotFound as error:
            raise CommandError(str(error)) from error
        self.stdout.write(write_flow(definition_of(version), status=STATUS_WORDS[version.status]), ending="")
