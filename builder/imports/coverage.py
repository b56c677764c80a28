"""What of a folder of flow files can be used here: read, checked, activated, and given back as it came.

Nothing is kept: the import is taken back at the end.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from django.db import transaction

from builder.imports.report import FileReport
from builder.imports.run import import_files
from builder.imports.sources import from_paths
from builder.metadata.reader import read_flow
from builder.metadata.report import Rejected
from builder.metadata.writer import write_flow
from builder.services import fingerprint_of
from engine.document import Definition, dump
from engine.problems import Problem

FLOW_KINDS = frozenset({"orchestration", "approval", "screen", "autolaunched", "evaluation", "other"})


@dataclass
class Coverage:
    """same: paths whose export reads back as the very same definition."""

    flows: list[FileReport] = field(default_factory=list)
    rejected: list[FileReport] = field(default_factory=list)
    same: set[str] = field(default_factory=set)


class _Undone(Exception):
    """Takes the import back."""


def coverage_of(folder: Path) -> Coverage:
    found = Coverage()
    files = list(from_paths([folder]))
    try:
        with transaction.atomic():
            report = import_files(files, by=None, activate="all")
            raise _Undone
    except _Undone:
        pass
    for one in report.files:
        if one.kind in FLOW_KINDS and one.status != "rejected":
            found.flows.append(one)
        elif one.status == "rejected":
            found.rejected.append(one)
    found.same = {file.path for file in files if file.kind == "flow" and _comes_back(file.content, file.path)}
    return found


def _comes_back(content: bytes, path: str) -> bool:
    try:
        reading = read_flow(content, path)
        again = read_flow(write_flow(reading.definition, status=reading.status).encode(), path)
    except Rejected:
        return False
    return _in_order(again.definition) == _in_order(reading.definition)


def _in_order(definition: Definition) -> str:
    """A file groups its elements by kind: their order among kinds says nothing."""
    elements = tuple(sorted(definition.elements, key=lambda one: one.name))
    return fingerprint_of(dump(msgspec.structs.replace(definition, elements=elements)))


def as_markdown(found: Coverage, folder: Path) -> str:
    total, active = len(found.flows), sum(one.activated for one in found.flows)
    clean = sum(not one.errors for one in found.flows)
    lines = [
        "# Import coverage",
        "",
        "Made by `manage.py import_coverage`; see [howto](howto/) for importing. Every problem that remains is below.",
        "",
        "| figure | flows |",
        "|---|---|",
        f"| read | {total} |",
        f"| without an error | {clean} ({_percent(clean, total)}) |",
        f"| activated | {active} ({_percent(active, total)}) |",
        f"| given back as they came | {sum(one.path in found.same for one in found.flows)} |",
        f"| rejected files | {len(found.rejected)} |",
        "",
        "## Features that are kept and do nothing yet",
        "",
        "| feature | flows |",
        "|---|---|",
        *(f"| {_cell(name)} | {count} |" for name, count in _features(found)),
        "",
        "## Files that were rejected",
        "",
        *(_told(one, folder) for one in found.rejected),
        "",
        "## Problems by file",
        "",
    ]
    for one in sorted(found.flows, key=lambda each: each.path):
        if one.problems or not one.activated:
            lines += [f"### {one.api_name}", "", f"`{_short(one.path, folder)}` · {one.kind} · {_state(one)}", ""]
            lines += [_said(problem) for problem in one.problems]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _features(found: Coverage) -> list[tuple[str, int]]:
    counts = Counter(name for one in found.flows for name in dict.fromkeys(one.unsupported))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _told(one: FileReport, folder: Path) -> str:
    return f"- `{_short(one.path, folder)}`: {_cell('; '.join(problem.message for problem in one.errors))}"


def _said(problem: Problem) -> str:
    return f"- {problem.severity} `{problem.code}` {_cell(problem.path)}: {_cell(problem.message)}"


def _state(one: FileReport) -> str:
    return "activated" if one.activated else "not activated"


def _short(path: str, folder: Path) -> str:
    return path.removeprefix(f"{folder}/")


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "0 %"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
