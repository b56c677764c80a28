"""Running commands: quietly while they work, with everything they said when they fail."""

import os
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VAR = Path(os.environ.get("STAGECRAFT_VAR", ROOT / "var"))
STARTED = time.monotonic()


class Failed(Exception):
    """A command did not succeed; the text is for people."""


def say(text: str) -> None:
    print(f"[{time.monotonic() - STARTED:5.1f} s] {text}", flush=True)


def run(command: list[object], *, cwd: Path = ROOT, extra_path: Path | None = None) -> None:
    """Run to the end. raises Failed, with the output, when it does not succeed."""
    env = dict(os.environ)
    if extra_path:
        env["PATH"] = f"{extra_path}{os.pathsep}{env['PATH']}"
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, cwd=cwd, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except OSError as error:
        raise Failed(f"{' '.join(words)} could not be run: {error}") from error
    if done.returncode:
        raise Failed(f"{' '.join(words)} failed:\n{done.stdout}")


def side_by_side(*jobs: Callable[[], None]) -> None:
    """Run jobs in threads; the first failure is raised once all have ended."""
    failures: list[Exception] = []

    def guarded(job: Callable[[], None]) -> None:
        try:
            job()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def read_dotenv() -> None:
    """Take variables from .env where the environment does not have them. Lines are NAME=value; # starts a comment."""
    path = ROOT / ".env"
    for line in path.read_text().splitlines() if path.exists() else []:
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("'\""))
