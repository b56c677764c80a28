"""Problems: findings about a definition. All of them are reported, each with a path and a way out."""

from typing import Literal as OneOf

import msgspec

Severity = OneOf["error", "warning"]


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One finding.

    code:     stable, snake_case, listed in docs/errors.md
    severity: an error blocks activation, a warning does not
    path:     where, e.g. "elements/Stage_1/steps/Ask_buyer/assignees/0" or "formulas/isBig"; "" is the whole definition
    message:  one sentence for people: what, where, what to do
    fix:      what a person can do, in words; "" where the message says it
    """

    code: str
    severity: Severity
    path: str
    message: str
    fix: str = ""
    position: int | None = None  # character offset in a formula


def errors_of(problems: "tuple[Problem, ...] | list[Problem]") -> list[Problem]:
    return [problem for problem in problems if problem.severity == "error"]
