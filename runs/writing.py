"""Which run is writing records right now: its own waits are not woken by it, and runs it starts count their depth."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from runs.models import Run


@dataclass(frozen=True)
class Writer:
    run_id: int
    depth: int


_writer: ContextVar[Writer | None] = ContextVar("stagecraft_writing_run", default=None)


@contextmanager
def acting_for(run: Run) -> Iterator[None]:
    token = _writer.set(Writer(run.pk, run.depth))
    try:
        yield
    finally:
        _writer.reset(token)


def current() -> Writer | None:
    return _writer.get()
