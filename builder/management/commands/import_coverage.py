"""manage.py import_coverage FOLDER [--output FILE]: what of a folder of flow files can be used here."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from builder.imports.coverage import as_markdown, coverage_of


class Command(BaseCommand):
    help = "Reads every flow file of a folder, tries to activate it, takes all of it back, and tells what was found."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--output", type=Path, help="write there instead of to standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        text = as_markdown(coverage_of(folder), folder)
        if options["output"]:
            options["output"].write_text(text)
            self.stdout.write(f"{options['output']} is written.")
        else:
            self.stdout.write(text, ending="")
