"""Commands about the language."""

import io
import json

from django.core.management import call_command

from engine.formula.reference import markdown


def test_the_reference_is_printed():
    out = io.StringIO()
    call_command("formula_reference", stdout=out)
    assert out.getvalue() == markdown()


def test_the_benchmark_measures_compiling_evaluating_and_explaining(monkeypatch):
    monkeypatch.setattr("builder.management.commands.bench_formulas.ROUNDS", 1)
    out = io.StringIO()
    call_command("bench_formulas", "--json", stdout=out)
    figures = json.loads(out.getvalue())
    assert {"compile a usual formula", "evaluate it", "explain it"} <= set(figures)
    assert all(figure > 0 for figure in figures.values())
