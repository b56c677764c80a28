"""What reading a file found, besides what it holds."""

from engine.problems import Problem, Severity


class Rejected(Exception):
    """The file cannot be taken. `code` is stable; the message names the line or element.

    codes: file_too_large, broken_xml, dtd_refused, wrong_root, missing_element, bad_name, ...
    """

    def __init__(self, code: str, message: str, *, line: int | None = None):
        self.code = code
        self.line = line
        super().__init__(f"Line {line}: {message}" if line else message)


class Report:
    """Collects problems and unsupported features while a file is read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._unsupported: dict[str, None] = {}

    def warn(self, code: str, path: str, message: str, fix: str = "") -> None:
        self.add(code, "warning", path, message, fix)

    def add(self, code: str, severity: Severity, path: str, message: str, fix: str = "") -> None:
        self.problems.append(Problem(code=code, severity=severity, path=path, message=message, fix=fix))

    def unsupported(self, feature: str) -> None:
        self._unsupported[feature] = None

    @property
    def features(self) -> tuple[str, ...]:
        return tuple(self._unsupported)
