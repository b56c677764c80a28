"""Formulas ready to run. Compiled texts are kept, so compiling the same text again costs nothing."""

from dataclasses import dataclass, field, replace
from functools import lru_cache

from engine.formula.errors import FormulaError, FormulaFault, Wrong
from engine.formula.evaluate import Run, runner
from engine.formula.kinds import KindOf, check_calls, infer
from engine.formula.parse import parse
from engine.formula.scope import Names, Scope
from engine.formula.tree import Call, Node, Path, walk
from engine.formula.work import begin, end, spend
from engine.values import Kind, Value


@dataclass(frozen=True, slots=True)
class CompiledFormula:
    """references: every path it may read; functions: by upper-case name; kind: None where it depends on values.

    size: how many nodes its tree has
    """

    text: str
    tree: Node
    references: frozenset[Names]
    functions: frozenset[str]
    kind: Kind | None
    size: int
    run: Run = field(repr=False, compare=False)


def compile_formula(text: str, *, kind_of: KindOf | None = None) -> CompiledFormula:
    """raises: FormulaError (a subclass) with code, position, expected and hint

    kind_of: the kind of a path, None when it is not known; raises UnknownName when nothing is called so
    """
    compiled = compile_text(text)
    if kind_of is None:
        return compiled
    kind = infer(compiled.tree, kind_of)
    return replace(compiled, kind=kind)


@lru_cache(maxsize=4096)
def compile_text(text: str) -> CompiledFormula:
    tree = parse(text)
    check_calls(tree)
    nodes = walk(tree)
    return CompiledFormula(
        text=text,
        tree=tree,
        references=frozenset(node.parts for node in nodes if isinstance(node, Path)),
        functions=frozenset(node.name for node in nodes if isinstance(node, Call)),
        kind=infer(tree, None),
        size=len(nodes),
        run=runner(tree),
    )


def evaluate(formula: CompiledFormula, scope: Scope) -> Value:
    """The value. A path that cannot be reached is null.

    raises: FormulaFault with `fault_code` and `position`; "formula_too_deep" when formulas name each other without end,
    "formula_too_much_work" when they name each other too often
    """
    account = begin()
    try:
        spend(formula.size)
        return formula.run(scope)
    except Wrong as problem:
        raise FormulaFault(message=problem.message, code=problem.code, position=0, formula=formula.text) from None
    except FormulaFault as fault:
        fault.context["formula"] = fault.context["formula"] or formula.text  # a formula this one reads says it first
        raise
    except RecursionError:
        message = "Formulas that name each other are nested too deep, or in a circle."
        raise FormulaFault(message=message, code="formula_too_deep", position=0, formula=formula.text) from None
    finally:
        end(account)


def references(text: str) -> frozenset[Names]:
    """Every path a formula names; none when it does not compile (its check says why)."""
    try:
        return compile_formula(text).references
    except FormulaError:
        return frozenset()
