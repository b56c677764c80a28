"""Formulas, conditions and merge fields. docs/formula.md is the reference; docs/semantics.md the law."""

from engine.formula.comparing import compare
from engine.formula.compile import CompiledFormula, compile_formula, evaluate, references
from engine.formula.conditions import CompiledConditions, compile_conditions, judge
from engine.formula.errors import FormulaError, FormulaFault
from engine.formula.explain import Explained, Part, explain
from engine.formula.logic import check_logic
from engine.formula.merging import merge, merge_paths
from engine.formula.printer import print_formula
from engine.formula.scope import Scope, UnknownName, Unreachable
from engine.formula.texts import Html, to_text
from engine.formula.verdict import RowVerdict, Verdict

__all__ = [
    "CompiledConditions",
    "CompiledFormula",
    "Explained",
    "FormulaError",
    "FormulaFault",
    "Html",
    "Part",
    "RowVerdict",
    "Scope",
    "UnknownName",
    "Unreachable",
    "Verdict",
    "check_logic",
    "compare",
    "compile_conditions",
    "compile_formula",
    "evaluate",
    "explain",
    "judge",
    "merge",
    "merge_paths",
    "print_formula",
    "references",
    "to_text",
]
