"""The files of the repository, for tests that read source."""

import functools
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("engine", "web", "people", "records", "builder", "runs", "workitems", "orchestration_site")


@functools.cache
def tracked() -> tuple[Path, ...]:
    """Every file git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return tuple(path for name in names if name and (path := ROOT / name).is_file())


def files(*suffixes: str, inside: tuple[str, ...] = ()) -> list[Path]:
    """Tracked files with one of these endings, in these folders (or anywhere)."""
    return [
        path
        for path in tracked()
        if path.suffix in suffixes and (not inside or path.relative_to(ROOT).parts[0] in inside)
    ]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))
