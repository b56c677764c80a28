"""Formulas and conditions tried on a sample: what the workbench shows while somebody writes one."""

from builder.trial.conditions import try_conditions
from builder.trial.formulas import try_formula
from builder.trial.sample import Sample, sample_for

__all__ = ["Sample", "sample_for", "try_conditions", "try_formula"]
