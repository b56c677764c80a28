"""What was done already: a fingerprint of the inputs of each job, kept in var/, so that nothing is done twice."""

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import shell

PATH = shell.VAR / "done.json"
_lock = threading.Lock()


def of_files(paths: Iterable[Path], *more: str) -> str:
    """A fingerprint of names and contents. Folders count with everything in them."""
    digest = hashlib.sha256("\0".join(more).encode())
    files = [file for path in paths for file in ([path] if path.is_file() else walk(path))]
    for path in sorted(files):
        digest.update(str(path.relative_to(shell.ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def walk(folder: Path) -> Iterable[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in {"node_modules", "__pycache__"}]
        yield from (Path(where) / name for name in names)


def once(name: str, fingerprint: str, job: Callable[[], None], *, made: Path | None = None) -> bool:
    """Do the job unless it was done with this fingerprint and `made` is still there. Returns whether it was done."""
    if known().get(name) == fingerprint and (made is None or made.exists()):
        return False
    job()
    note(name, fingerprint)
    return True


def known() -> dict[str, str]:
    try:
        return dict(json.loads(PATH.read_text()))
    except (OSError, ValueError):
        return {}


def note(name: str, fingerprint: str) -> None:
    with _lock:
        PATH.parent.mkdir(parents=True, exist_ok=True)
        fresh = PATH.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(known() | {name: fingerprint}, indent=1))
        fresh.replace(PATH)
