"""One import: objects, then fields, then flows; checks and activation when all of them are read."""

import logging
from collections.abc import Callable, Iterable
from functools import partial

from django.db import transaction

from builder.imports.flows import ImportedFlow, check_and_activate, import_flow
from builder.imports.report import FileReport, ImportReport
from builder.imports.schema import import_field, import_object
from builder.imports.sources import SourceFile
from builder.metadata.custom import ObjectReading, read_field, read_object
from builder.metadata.report import Rejected
from builder.services import User
from web.errors import Refusal

Readers = dict[str, Callable[[SourceFile, FileReport], None]]
log = logging.getLogger(__name__)


def import_files(files: Iterable[SourceFile], *, by: User, activate: str = "") -> ImportReport:
    """Each file stands alone: one that is rejected leaves nothing behind and stops no other.

    activate: "" (drafts only), "active" (those whose file says Active), "all"
    """
    files = list(files)
    reports = {id(file): FileReport(path=file.path) for file in files}
    objects: list[tuple[ObjectReading, FileReport]] = []
    flows: list[ImportedFlow] = []
    taken: dict[str, str] = {}

    def read_one_object(file: SourceFile, report: FileReport) -> None:
        reading = read_object(file.content, file.path)
        import_object(reading, report)
        objects.append((reading, report))

    def read_one_field(file: SourceFile, report: FileReport) -> None:
        import_field(read_field(file.content, file.path), report)

    def read_one_flow(file: SourceFile, report: FileReport) -> None:
        flows.append(import_flow(file.content, file.path, report, by=by, taken=taken))

    readers: dict[str, Callable[[SourceFile, FileReport], None]] = {
        "object": read_one_object,
        "field": read_one_field,
        "flow": read_one_flow,
    }
    for kind in ("", *readers):
        for file in files:
            if file.kind == kind:
                _guarded(reports[id(file)], partial(_read, file, readers))
        if kind == "object":
            for reading, report in objects:
                for field in reading.fields:
                    _guarded(report, partial(import_field, field), whole=False)
    check_and_activate(flows, by=by, activate=activate)
    return ImportReport([reports[id(file)] for file in files])


def _read(file: SourceFile, readers: dict[str, Callable[[SourceFile, FileReport], None]], report: FileReport) -> None:
    if file.error is not None:
        raise file.error
    readers[file.kind](file, report)


def _guarded(report: FileReport, act: Callable[[FileReport], None], *, whole: bool = True) -> None:
    """Runs in a transaction of its own. whole: False when a failure concerns only a part of the file."""
    try:
        with transaction.atomic():
            act(report)
    except Rejected as error:
        code, message = error.code, str(error)
    except Refusal as refusal:
        details = "; ".join(f"{name}: {text}" for name, text in refusal.fields.items())
        code, message = refusal.code, f"{refusal.detail} {details}".strip()
    except Exception as error:  # a file must never stop the import of the others
        log.error("import of %s failed: %s: %s", report.path, type(error).__name__, error)
        code, message = "unreadable_file", f"The file could not be imported: {type(error).__name__}: {error}"
    else:
        return
    status = report.status
    report.reject(code, message)
    if not whole:
        report.status = status
