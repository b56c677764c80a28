"""Doing what the core commands in a try: mocked steps are not called, nothing is left for a worker."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from builder.selectors import definition_of
from engine.orchestration.commands import AskEvaluationFlow, Command, Notify, OpenWorkItem, RunFlow
from engine.orchestration.events import ConditionAnswered, Event, StepFailed, StepFinished
from engine.values import Json, pack, plain, unpack
from runs import flow_runs
from runs.debugging.screens import trace_of
from runs.debugging.trial import Mock
from runs.inputs import read_value
from runs.open_run import OpenRun
from runs.performing import PERFORMERS
from runs.performing.ask_flow import ANSWER
from runs.story.elements import ElementLine


class Performer:
    """Performs commands and remembers what the report tells: inputs, time, trace and mocks by step id."""

    def __init__(self, mocks: dict[str, Mock]) -> None:
        self.mocks = mocks
        self.inputs: dict[int, dict[str, Any]] = {}
        self.asked: dict[int, OpenWorkItem] = {}
        self.mocked: set[int] = set()
        self.milliseconds: dict[int, int] = {}
        self.traces: dict[int, list[ElementLine]] = {}

    def __call__(self, work: OpenRun, command: Command) -> list[Event]:
        match command:
            case RunFlow():
                return self._flow(work, command)
            case OpenWorkItem():
                return self._item(work, command)
            case AskEvaluationFlow() if command.flow in self.mocks:
                met = self.mocks[command.flow].outputs.get(ANSWER) is True
                return [ConditionAnswered(at=work.at, subject=command.subject, role=command.role, met=met)]
            case Notify():
                return []
        return PERFORMERS[type(command)](work, command)

    def _item(self, work: OpenRun, command: OpenWorkItem) -> list[Event]:
        self.inputs[command.step] = _plain(command.inputs)
        if command.name in self.mocks:
            return [self._mock(work, command, self.mocks[command.name])]
        self.asked[command.step] = command
        return PERFORMERS[OpenWorkItem](work, command)

    def _flow(self, work: OpenRun, command: RunFlow) -> list[Event]:
        self.inputs[command.step] = _plain(command.inputs)
        if not work.is_running(command.step):
            return []
        if command.name in self.mocks:
            return [self._mock(work, command, self.mocks[command.name])]
        with self.watching(command.step):
            return PERFORMERS[RunFlow](work, command)

    @contextmanager
    def watching(self, step: int) -> Iterator[None]:
        """What runs inside it is the flow of this step: its time and its elements are noted."""
        began = time.perf_counter()
        with flow_runs.watched(lambda defn, interview: self.traces.update({step: trace_of(defn, interview)})):
            yield
        if step in self.traces:
            took = round((time.perf_counter() - began) * 1000)
            self.milliseconds[step] = self.milliseconds.get(step, 0) + took

    def _mock(self, work: OpenRun, command: RunFlow | OpenWorkItem, mock: Mock) -> Event:
        self.mocked.add(command.step)
        if mock.fault:
            return StepFailed(at=work.at, step=command.step, message=mock.fault, code="fault")
        outputs = _typed(work.pinned().get(command.flow), mock.outputs)
        return StepFinished(at=work.at, step=command.step, outputs=outputs)


def _typed(version_id: int | None, outputs: dict[str, Any]) -> dict[str, Json]:
    """Chosen outputs as the called flow would give them: a date is a date. raises BadInput"""
    variables = definition_of(version_id).variables if version_id is not None else ()
    known = {variable.name: variable for variable in variables if variable.is_output}
    return {name: pack(read_value(known[name], value) if name in known else value) for name, value in outputs.items()}


def _plain(packed: dict[str, Json]) -> dict[str, Any]:
    return {name: plain(unpack(value)) for name, value in packed.items()}
