"""Flow files as versions, and their activation."""

from dataclasses import dataclass
from pathlib import PurePath

import msgspec

from builder import services
from builder.access import may_activate
from builder.checks import problems_of
from builder.imports.mentioned import make_mentioned_fields
from builder.imports.report import FileReport, stored
from builder.metadata.reader import FlowReading, read_flow
from builder.metadata.report import Rejected
from builder.models import FlowVersion
from builder.services import User
from builder.world import World
from engine.problems import Problem, errors_of


@dataclass
class ImportedFlow:
    reading: FlowReading
    version: FlowVersion
    report: FileReport

    @property
    def says_active(self) -> bool:
        return self.reading.status == "Active"


def import_flow(content: bytes, path: str, report: FileReport, *, by: User, taken: dict[str, str]) -> ImportedFlow:
    """Saves the flow as a draft version. taken: API names this import has already read, and from where.

    raises: Rejected
    """
    reading = read_flow(content, path)
    definition = reading.definition
    report.api_name, report.kind, report.label = definition.api_name, definition.kind.value, definition.label
    report.unsupported.extend(definition.unsupported)
    if definition.api_name in taken:
        message = f"{definition.api_name} was already read from {taken[definition.api_name]} in this import."
        raise Rejected("duplicate_name", message)
    taken[definition.api_name] = path
    problems = [*reading.problems, *make_mentioned_fields(definition)]
    report.problems.extend(problems)
    source = {
        "file": PurePath(path).name,
        "format": "metadata",
        "status": reading.status,
        "problems": stored(problems),
        "unsupported": list(definition.unsupported),
    }
    saved = services.save(definition=definition, by=by, note=f"Imported from {PurePath(path).name}", source=source)
    report.status = "imported" if saved.created else "unchanged"
    return ImportedFlow(reading, saved.version, report)


def check_and_activate(flows: list[ImportedFlow], *, by: User, activate: str) -> None:
    """activate: "" none; "active" those whose file says Active; "all" every one. Errors are never activated.

    Called flows come before the orchestrations that call them, so that references resolve.
    """
    for flow in sorted(flows, key=lambda one: one.reading.definition.kind.is_orchestration):
        problems = problems_of(flow.reading.definition, World())
        wanted = activate == "all" or (activate == "active" and flow.says_active)
        if wanted and by is not None and not may_activate(by, flow.reading.definition):
            message = "Activating a record-triggered automation also needs the permission to see all records."
            flow.report.problems.append(
                Problem(code="activation_not_allowed", severity="warning", path="start", message=message)
            )
        elif wanted and not errors_of(problems):
            services.activate(version=flow.version, by=by)
            flow.report.activated = True
        _add(flow.report, problems)


def _add(report: FileReport, problems: tuple[Problem, ...]) -> None:
    known = {msgspec.json.encode(problem) for problem in report.problems}
    report.problems.extend(problem for problem in problems if msgspec.json.encode(problem) not in known)
