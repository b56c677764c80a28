"""python manage.py check_flow API_NAME..."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from builder.checks import problems_of
from builder.selectors import definition_of, get_flow, version_of
from engine.problems import errors_of
from web.errors import NotFound


class Command(BaseCommand):
    help = "Prints the problems of the latest version of each automation; fails when one of them is an error."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("api_names", nargs="+", metavar="API_NAME")

    def handle(self, *args: Any, **options: Any) -> None:
        failed = False
        for api_name in options["api_names"]:
            try:
                version = version_of(get_flow(api_name))
            except NotFound as error:
                raise CommandError(str(error)) from error
            problems = problems_of(definition_of(version))
            failed = failed or bool(errors_of(problems))
            self.stdout.write(f"{api_name} version {version.number}: {len(problems)} problem(s)")
            for problem in problems:
                self.stdout.write(f"  {problem.severity}: {problem.path or '-'}: {problem.message} ({problem.code})")
        if failed:
            raise SystemExit(1)
