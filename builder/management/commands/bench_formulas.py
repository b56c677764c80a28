"""python manage.py bench_formulas [--json]: what compiling, evaluating and explaining formulas costs."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from time import process_time
from typing import Any

from django.core.management.base import BaseCommand

from engine.formula import CompiledFormula, compile_formula, evaluate, explain
from engine.formula.compile import compile_text
from engine.formula.parse import parse
from engine.formula.scope import Names
from engine.values import Value

USUAL = (
    'AND({!$Record.Amount} > 10000, ISBLANK({!$Record.Owner}), {!$Record.Stage} = "Won")',
    "{!$Record.Amount} * 0.19 + BLANKVALUE({!$Record.Discount}, 0)",
    'IF({!$Record.Amount} > 100, "large", LEFT({!$Record.Stage}, 3) & "-" & TEXT({!$Record.Amount}))',
    'CASE({!$Record.Stage}, "Open", 1, "Won", 2, "Lost", 3, 0)',
)
VALUES: dict[str, Value] = {"Amount": Decimal(12400), "Owner": None, "Stage": "Won", "Discount": None}
ROUNDS = 7


class BenchScope:
    at = datetime(2026, 1, 31, tzinfo=UTC)
    zone: tzinfo = UTC
    is_new = False

    def value(self, path: Names) -> Value:
        return VALUES[path[-1]]

    def prior(self, path: Names) -> Value:
        return VALUES[path[-1]]

    def visited(self, name: str) -> bool:
        return False

    def has_error(self, name: str) -> bool:
        return False


class Command(BaseCommand):
    help = "Measure formulas, in microseconds of processor time each; the quickest of several rounds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        figures = measure()
        if options["json"]:
            self.stdout.write(json.dumps(figures))
            return
        for name, microseconds in figures.items():
            self.stdout.write(f"{name:<26}{microseconds:>10.1f} µs")


def measure() -> dict[str, float]:
    scope = BenchScope()
    formulas = [compile_formula(text) for text in USUAL]
    longest = "+".join(["1"] * 2490)
    return {
        "compile a usual formula": _each(lambda: [_anew(text) for text in USUAL], 30) / len(USUAL),
        "compile it again (cached)": _each(lambda: [compile_formula(text) for text in USUAL], 2000) / len(USUAL),
        "evaluate it": _each(lambda: [evaluate(one, scope) for one in formulas], 1000) / len(USUAL),
        "explain it": _each(lambda: [explain(one, scope) for one in formulas], 300) / len(USUAL),
        "compile 4,979 characters": _each(lambda: [_anew(longest)], 1),
    }


def _anew(text: str) -> CompiledFormula:
    parse.cache_clear()
    compile_text.cache_clear()
    return compile_formula(text)


def _each(work: Callable[[], Any], times: int) -> float:
    """Microseconds for one call, of the quickest round."""
    work()
    rounds = []
    for _round in range(ROUNDS):
        began = process_time()
        for _time in range(times):
            work()
        rounds.append((process_time() - began) / times)
    return min(rounds) * 1_000_000
