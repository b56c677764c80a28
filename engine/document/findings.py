"""Collects the problems of one definition."""

from engine.document.definition import Definition
from engine.problems import Problem, Severity


class Findings:
    """`unknown` is for names that lead nowhere, and logic that leaves its reading open: an error in a definition made
    here, a warning in an imported one."""

    def __init__(self, defn: Definition) -> None:
        self.problems: list[Problem] = []
        self._imported = defn.source == "metadata"

    def error(self, code: str, path: str, message: str, *, fix: str = "", position: int | None = None) -> None:
        self._add("error", code, path, message, fix, position)

    def warning(self, code: str, path: str, message: str, *, fix: str = "", position: int | None = None) -> None:
        self._add("warning", code, path, message, fix, position)

    def unknown(self, code: str, path: str, message: str, *, fix: str = "", position: int | None = None) -> None:
        self._add("warning" if self._imported else "error", code, path, message, fix, position)

    def _add(self, severity: Severity, code: str, path: str, message: str, fix: str, position: int | None) -> None:
        problem = Problem(code=code, severity=severity, path=path, message=message, fix=fix, position=position)
        if problem not in self.problems:
            self.problems.append(problem)
