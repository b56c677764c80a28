"""Doing what the core commands in a try: mocked steps are not called, nothing is left for a worker."""

import time
from typing import Any

from builder.selectors import definition_of
from engine.orchestration.commands import AskEvaluationFlow, Command, Notify, OpenWorkItem, RunFlow
from engine.orchestration.events import ConditionAnswered, Event, StepFailed, StepFinished
from engine.values import Json, pack, plain, unpack
from runs.debugging.screens import drive
from runs.debugging.trial import Mock
from runs.inputs import read_value
from runs.open_run import OpenRun
from runs.performing import PERFORMERS
from runs.performing.ask_flow import ANSWER
from runs.performing.run_flow import acting_person
from runs.record_work import RecordWork
from runs.writing import acting_for


class Performer:
    """Performs commands and remembers what the report tells: inputs, time, trace and mocks by step id."""

    def __init__(self, mocks: dict[str, Mock]) -> None:
        self.mocks = mocks
        self.inputs: dict[int, dict[str, Any]] = {}
        self.asked: dict[int, OpenWorkItem] = {}
        self.mocked: set[int] = set()
        self.milliseconds: dict[int, int] = {}
        self.traces: dict[int, list[dict[str, Any]]] = {}

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
        version_id = work.pinned().get(command.flow)
        if version_id is None:
            return PERFORMERS[RunFlow](work, command)
        return [self._run(work, command, version_id)]

    def _run(self, work: OpenRun, command: RunFlow, version_id: int) -> Event:
        """Here and now, also what a worker would do."""
        began = time.perf_counter()
        user = acting_person(work) if command.as_last_person else None
        doing = RecordWork(user=user, cause=work.cause)
        with acting_for(work.run):
            made = drive(version_id, command.inputs, (), user=user, at=work.now, work=doing)
        if doing.wrote:
            work.forget_facts()
        self.milliseconds[command.step] = round((time.perf_counter() - began) * 1000)
        self.traces[command.step] = made.trace
        if made.outputs is not None:
            return StepFinished(at=work.at, step=command.step, outputs=made.outputs)
        message = made.fault or f"{command.flow} shows a screen; a background step cannot."
        return StepFailed(at=work.at, step=command.step, message=message, code=made.fault_code or "flow_has_screen")

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
