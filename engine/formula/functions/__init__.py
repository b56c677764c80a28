"""The functions of formulas: one file per family, one registry."""

from engine.formula.functions import advanced, dates, logic, numbers, text
from engine.formula.functions.registry import FUNCTIONS, UNSUPPORTED, Function, Parameter

__all__ = ["FUNCTIONS", "UNSUPPORTED", "Function", "Parameter", "advanced", "dates", "logic", "numbers", "text"]
