"""The report of an import, file by file. `to_json` is the command's and the API's shape."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import msgspec

from engine.problems import Problem


@dataclass
class FileReport:
    """kind: a FlowKind value, "object" or "field"; "" when the file could not be read.

    status: "imported", "unchanged" or "rejected"
    """

    path: str
    api_name: str = ""
    kind: str = ""
    label: str = ""
    status: str = "rejected"
    activated: bool = False
    problems: list[Problem] = field(default_factory=list)
    unsupported: list[str] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "error"]

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "warning"]

    def reject(self, code: str, message: str) -> None:
        self.status = "rejected"
        self.problems.append(Problem(code=code, severity="error", path="", message=message))

    def to_json(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "api_name": self.api_name,
            "kind": self.kind,
            "status": self.status,
            "activated": self.activated,
            "problems": [
                {"code": one.code, "severity": one.severity, "path": one.path, "message": one.message, "fix": one.fix}
                for one in self.problems
            ],
            "unsupported": self.unsupported,
        }


@dataclass
class ImportReport:
    files: list[FileReport] = field(default_factory=list)

    @property
    def totals(self) -> dict[str, int]:
        statuses = Counter(file.status for file in self.files)
        return {
            "files": len(self.files),
            "imported": statuses["imported"],
            "unchanged": statuses["unchanged"],
            "rejected": statuses["rejected"],
            "activated": sum(file.activated for file in self.files),
            "errors": sum(len(file.errors) for file in self.files),
            "warnings": sum(len(file.warnings) for file in self.files),
        }

    def to_json(self) -> dict[str, Any]:
        return {"files": [file.to_json() for file in self.files], "totals": self.totals}


def stored(problems: list[Problem] | tuple[Problem, ...]) -> list[dict[str, Any]]:
    return [msgspec.to_builtins(problem) for problem in problems]
