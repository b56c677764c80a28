"""python manage.py import_metadata PATH... [--activate[=all]] [--json]"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from builder.imports.report import FileReport, ImportReport
from builder.imports.run import import_files
from builder.imports.sources import from_paths


class Command(BaseCommand):
    help = "Reads flow, object and field metadata files, or folders of them, as drafts. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument(
            "--activate",
            nargs="?",
            const="active",
            default="",
            choices=["active", "all"],
            help="activate what has no error and whose file says Active; --activate=all: the rest too",
        )
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            files = from_paths(options["paths"])
        except FileNotFoundError as error:
            raise CommandError(f"There is no file or folder {error}.") from error
        report = import_files(files, by=None, activate=options["activate"])
        if options["json"]:
            self.stdout.write(json.dumps(report.to_json(), indent=2))
        else:
            self._print(report)

    def _print(self, report: ImportReport) -> None:
        for file in report.files:
            self._print_file(file)
        totals = report.totals
        self.stdout.write(", ".join(f"{count} {name}" for name, count in totals.items()))

    def _print_file(self, file: FileReport) -> None:
        name = file.api_name or file.path
        state = f"{file.status}, active" if file.activated else file.status
        style = self.style.ERROR if file.status == "rejected" else self.style.SUCCESS
        self.stdout.write(style(f"{state:<18} {file.kind:<14} {name}"))
        for problem in file.problems:
            place = f" [{problem.path}]" if problem.path else ""
            self.stdout.write(f"    {problem.severity}: {problem.message}{place} ({problem.code})")
        if file.unsupported:
            self.stdout.write(f"    kept but not run: {', '.join(file.unsupported)}")
