"""python manage.py formula_reference [--write]"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from engine.formula.reference import markdown


class Command(BaseCommand):
    help = "Prints the reference of the formula language, made from its catalogue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/formula.md instead")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            (settings.BASE_DIR / "docs" / "formula.md").write_text(markdown(), encoding="utf-8")
        else:
            self.stdout.write(markdown(), ending="")
