"""What can be wrong with a formula: errors when it is compiled, faults when it runs."""

from typing import Any, ClassVar

from engine.errors import EngineError, Fault


class FormulaError(EngineError):
    """The author's fault: the text does not compile. Each kind of mistake is a subclass with its own code.

    position: character offset in the text; expected: what would have been right there; hint: a way out ("" none)
    """

    code: ClassVar[str] = "formula_error"
    template = "{message}"

    def __init__(
        self, message: str, *, position: int = 0, expected: tuple[str, ...] = (), hint: str = "", **context: Any
    ):
        super().__init__(message=message, position=position, expected=expected, hint=hint, **context)
        self.message = message
        self.position = position
        self.expected = expected
        self.hint = hint


class FormulaSyntax(FormulaError):
    code = "formula_syntax"


class FormulaTooLong(FormulaError):
    code = "formula_too_long"


class FormulaTooDeep(FormulaError):
    code = "formula_too_deep"


class FormulaNumberSize(FormulaError):
    code = "formula_number_size"


class FormulaUnknownFunction(FormulaError):
    code = "formula_unknown_function"


class FormulaUnsupportedFunction(FormulaError):
    """A function of the reference product that flows do not have."""

    code = "formula_unsupported_function"


class FormulaArguments(FormulaError):
    """Too few or too many arguments, or one that must be a plain reference and is not."""

    code = "formula_arguments"


class FormulaKind(FormulaError):
    code = "formula_kind"


class FormulaUnknownName(FormulaError):
    code = "formula_unknown_name"


class FormulaPattern(FormulaError):
    """A regular expression that is written down and cannot be used."""

    code = "formula_pattern"


class ConditionValue(FormulaError):
    """A written-down value of a condition that is not of its kind."""

    code = "condition_value"


class LogicSyntax(FormulaError):
    code = "logic_syntax"


class LogicTooLong(FormulaError):
    code = "logic_too_long"


class LogicUnknownRow(FormulaError):
    code = "logic_unknown_row"


class FormulaFault(Fault):
    """A formula failed while running; `fault_code` says how, `position` where in `formula`."""

    code = "formula_fault"

    def __init__(self, *, message: str, code: str, position: int, formula: str = ""):
        super().__init__(message=message, code=code, position=position, formula=formula)
        self.position = position


class Wrong(Exception):
    """Inside one operator or function: what went wrong, before it is known where in the text."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code
        self.message = message


def nearest(name: str, known: "list[str] | tuple[str, ...] | set[str] | frozenset[str]") -> str:
    """ "Did you mean ...?" for a mistyped name, "" when nothing is close."""
    from difflib import get_close_matches

    by_fold = {candidate.casefold(): candidate for candidate in sorted(known)}
    close = get_close_matches(name[:200].casefold(), list(by_fold), n=1, cutoff=0.7)
    return f"Did you mean {by_fold[close[0]]}?" if close else ""
