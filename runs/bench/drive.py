"""Driving the workloads: start runs, answer for the person, wait for the end."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from django.utils import timezone

from runs import sql
from runs.bench import definitions
from runs.bench.measure import Counter, clock
from runs.look import look
from runs.models import OutboxRow, Run
from runs.services import start_run


class Person(Protocol):
    """Who does the human steps: the room above knows how the Work Guide does it."""

    def waiting(self, first: int) -> list[int]:
        """Runs, from this id on, that wait for the person."""
        ...

    def answer(self, run_id: int) -> None:
        """Do the run's open work item."""
        ...


IN_FLIGHT = 24  # runs the driver keeps going at once where workers do the background steps
LOOK_AGAIN = 0.01  # seconds between two looks; the driver shares the machine with the workers it measures
PATIENCE = 60.0  # seconds without any progress after which the benchmark gives up
_COMPLETED = f"SELECT COUNT(*) FROM {Run._meta.db_table} WHERE flow_id = %s AND id >= %s AND status = 'completed'"  # noqa: S608
_IS_COMPLETED = f"SELECT 1 FROM {Run._meta.db_table} WHERE id = %s AND status = 'completed'"  # noqa: S608 (constant)


class NoProgress(RuntimeError):
    pass


@dataclass
class Driver:
    """name: API name of the orchestration; person: None where nobody is asked."""

    name: str
    person: Person | None

    def one(self) -> float:
        """One run from start to end in this process; seconds from the person's answer to the end of the next step."""
        run = start_run(api_name=self.name)
        began = clock()
        if self.person is not None:
            self.person.answer(run.pk)
        return clock() - began

    def counted(self, counter: Counter) -> None:
        """One run in this process, doing what is due as a worker would; only the run's own statements are counted."""
        with counter.on():
            run = start_run(api_name=self.name)
        self._background(run, counter)
        if self.person is not None:
            with counter.on():
                self.person.answer(run.pk)
            self._background(run, counter)

    def many(self, count: int) -> tuple[float, list[float]]:
        """`count` runs one after another, the engine choosing; seconds in all and from answer to next step."""
        began = clock()
        human = [self.one() for _ in range(count)]
        return clock() - began, human if self.person is not None else []

    def through_workers(self, count: int) -> float:
        """`count` runs whose background steps are done by workers, IN_FLIGHT at once; seconds in all."""
        began = moved = clock()
        started = done = 0
        first = None
        while done < count:
            before = (started, done)
            while started < count and started - done < IN_FLIGHT:
                run = start_run(api_name=self.name)
                first, started = first or run, started + 1
            assert first is not None
            answered = self._answer_all(first.pk)
            [(done,)] = sql.fetch(_COMPLETED, [first.flow_id, first.pk])
            if answered or (started, done) != before:
                moved = clock()
            elif clock() - moved > PATIENCE:
                raise NoProgress(f"{done} of {count} runs were completed, then nothing moved for {PATIENCE:.0f} s")
            time.sleep(LOOK_AGAIN)
        return clock() - began

    def reaction(self, count: int) -> list[float]:
        """Seconds from the person's answer to the end of the run, through a worker, one run at a time."""
        times = []
        for _ in range(count):
            run = start_run(api_name=self.name)
            began = clock()
            if self.person is not None:
                self._until(partial(self._waits, run.pk))
                began = clock()
                self.person.answer(run.pk)
            self._until(partial(self._is_completed, run))
            times.append(clock() - began)
        return times

    def _waits(self, run_id: int) -> bool:
        return self.person is not None and run_id in self.person.waiting(run_id)

    def _is_completed(self, run: Run) -> bool:
        return bool(sql.fetch(_IS_COMPLETED, [run.pk]))

    def _answer_all(self, first: int) -> int:
        waiting = self.person.waiting(first) if self.person is not None else []
        for run_id in waiting:
            self.person.answer(run_id)  # type: ignore[union-attr]
        return len(waiting)

    def _until(self, holds: Callable[[], bool]) -> None:
        began = clock()
        while not holds():
            if clock() - began > PATIENCE:
                raise NoProgress(f"nothing moved for {PATIENCE:.0f} s")
            time.sleep(0.001)

    def _background(self, run: Run, counter: Counter) -> None:
        while OutboxRow.objects.filter(run=run, due_at__lte=timezone.now()).exists():
            with counter.on():
                look(run.pk, outside=False)


def steps_of(name: str) -> int:
    return {definitions.W1: 4, definitions.W2: definitions.CHAIN}[name]
