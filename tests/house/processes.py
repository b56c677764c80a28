"""Starting the real thing in processes of its own, on a port and database of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from tests.house.source import ROOT

INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "VIRTUAL_ENV")


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    headers: Message


def environment(var: Path, **variables: str) -> dict[str, str]:
    """The environment of a fresh machine: nothing of the test run's own settings."""
    return {name: os.environ[name] for name in INHERITED if name in os.environ} | {
        "STAGECRAFT_VAR": str(var),
        "PYTHONUNBUFFERED": "1",
        **variables,
    }


def manage(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(port: int, path: str, *, host: str = "localhost") -> Answer:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return Answer(answer.status, answer.read().decode(), answer.headers)
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.read().decode(), error.headers)


def wait_for(what, *, seconds: float = 30.0):
    """Call `what` until it gives something true; its last answer. A refused connection counts as not yet."""
    end = time.monotonic() + seconds
    while True:
        try:
            if found := what():
                return found
        except (urllib.error.URLError, ConnectionError):
            found = None
        if time.monotonic() > end:
            raise AssertionError(f"nothing within {seconds} s; last: {found!r}")
        time.sleep(0.1)


@contextmanager
def running(command: list[str], env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process group of its own, interrupted at the end as Ctrl-C does, and seen to stop."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                raise AssertionError(f"did not stop within 20 s:\n{log.read_text()}") from None
