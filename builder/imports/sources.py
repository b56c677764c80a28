"""Files to import: from disk, from uploads, from zip archives with guards against bombs and odd names."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from builder.metadata.report import Rejected
from builder.metadata.source import LARGEST

KINDS_BY_SUFFIX = {
    ".object-meta.xml": "object",
    ".object": "object",
    ".field-meta.xml": "field",
    ".flow-meta.xml": "flow",
    ".flow": "flow",
}
MOST_FILES = 2000
LARGEST_TOTAL = 64 * 1024 * 1024
LARGEST_RATIO = 200
LARGEST_UPLOAD = 16 * 1024 * 1024  # of all uploaded files together, as they arrive


@dataclass(frozen=True)
class SourceFile:
    """path: as people know it; kind: "object", "field" or "flow". error: why its content cannot be had."""

    path: str
    kind: str
    content: bytes = b""
    error: Rejected | None = None


def kind_of_file(name: str) -> str:
    return next((kind for suffix, kind in KINDS_BY_SUFFIX.items() if name.endswith(suffix)), "")


def from_paths(paths: Iterable[str | Path]) -> list[SourceFile]:
    """Every metadata file among the paths and in the folders among them, by path, each once.

    raises: FileNotFoundError with the path that is not there
    """
    found: dict[Path, SourceFile] = {}
    for path in map(Path, paths):
        if not path.exists():
            raise FileNotFoundError(str(path))
        files = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        for file in files:
            kind = kind_of_file(file.name)
            if kind:
                found.setdefault(file.resolve(), _from_disk(file, kind))
            elif file == path:
                error = Rejected("unknown_file_type", "This is not a flow, object or field file.")
                found.setdefault(file.resolve(), SourceFile(str(file), "", error=error))
    return list(found.values())


def _from_disk(file: Path, kind: str) -> SourceFile:
    try:
        if file.stat().st_size > LARGEST:
            return SourceFile(str(file), kind, error=too_large())
        return SourceFile(str(file), kind, file.read_bytes())
    except OSError as error:
        return SourceFile(str(file), kind, error=Rejected("unreadable_file", f"The file cannot be read: {error}"))


def from_upload(name: str, content: bytes) -> list[SourceFile]:
    """One uploaded file; a zip gives what is in it."""
    if name.lower().endswith(".zip"):
        try:
            return list(_from_zip(content))
        except Rejected as error:
            return [SourceFile(name, "", error=error)]
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
            return [SourceFile(name, "", error=Rejected("broken_zip", f"The archive cannot be read: {error}"))]
    kind = kind_of_file(name)
    if not kind:
        message = "This is not a flow, object or field file, nor a zip archive of such."
        return [SourceFile(name, "", error=Rejected("unknown_file_type", message))]
    return [SourceFile(name, kind, content)]


def _from_zip(content: bytes) -> Iterator[SourceFile]:
    """raises: Rejected when the archive is too much; zipfile's errors when it is broken"""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir() and kind_of_file(entry.filename)]
        if len(entries) > MOST_FILES:
            raise Rejected("zip_too_large", f"The archive holds more than {MOST_FILES} metadata files.")
        total = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        if total > LARGEST_TOTAL or (total > LARGEST and total > packed * LARGEST_RATIO):
            limit = LARGEST_TOTAL // (1024 * 1024)
            raise Rejected("zip_too_large", f"The archive unpacks to more than is accepted ({limit} MB).")
        for entry in sorted(entries, key=lambda one: one.filename):
            yield _from_entry(archive, entry)


def _from_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> SourceFile:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    kind = kind_of_file(path.name)
    if path.is_absolute() or ".." in path.parts:
        return SourceFile(path.name, kind, error=Rejected("unsafe_name", f"The name {entry.filename!r} is not safe."))
    with archive.open(entry) as stream:
        content = stream.read(LARGEST + 1)  # never trust the size the archive states
    if len(content) > LARGEST:
        return SourceFile(str(path), kind, error=too_large())
    return SourceFile(str(path), kind, content)


def too_large() -> Rejected:
    return Rejected("file_too_large", f"The file is larger than {LARGEST // (1024 * 1024)} MB.")
