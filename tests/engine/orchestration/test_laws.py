"""The laws at the end of the requirements, on generated orchestrations and generated events."""

import copy
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.document import Definition, dump, parse
from engine.document.stages import Stage
from engine.errors import EventRejected
from engine.orchestration import advance, replay, start
from engine.orchestration import events as ev
from engine.orchestration.commands import OpenWorkItem, RunFlow, WithdrawWorkItem
from engine.orchestration.state import ENDED, RunState, StageStatus, StepStatus
from tests.engine.orchestration.world import (
    NINE,
    background,
    decision,
    done,
    equal,
    go_to,
    interactive,
    orchestration,
    outcome,
    stage,
    when,
)

WORDS = ("yes", "no", "again")


@st.composite
def steps(draw: st.DrawFn, stage_name: str) -> list[Any]:
    made: list[Any] = []
    for number in range(draw(st.integers(1, 4))):
        name = f"{stage_name}s{number}"
        entry = draw(st.sampled_from([None, *[step.name for step in made]]))
        more: dict[str, Any] = {"entry": done(entry)} if entry else {}
        if draw(st.booleans()):
            if made and draw(st.integers(0, 4)) == 0:
                more["exit"] = when(equal(f"{made[0].name}.Outputs.word", "yes"))
            made.append(interactive(name, **more))
        else:
            made.append(background(name, asynchronous=draw(st.booleans()), **more))
    return made


@st.composite
def orchestrations(draw: st.DrawFn) -> Definition:
    names = [f"E{number}" for number in range(draw(st.integers(1, 5)))]
    elements: list[Any] = []
    for name in names:
        leads = st.sampled_from([None, *[go_to(other) for other in names]])
        if draw(st.integers(0, 2)):
            inside = draw(steps(name))
            early = draw(st.integers(0, 3)) == 0
            elements.append(
                stage(
                    name,
                    *inside,
                    connector=draw(leads),
                    fault=draw(st.sampled_from([None, *[go_to(other) for other in names]])),
                    **({"exit": done(inside[0].name)} if early else {}),
                )
            )
        else:
            asked = [s.name for e in elements if isinstance(e, Stage) for s in e.steps] or ["Nothing"]
            rows = equal(f"{draw(st.sampled_from(asked))}.Outputs.word", draw(st.sampled_from(WORDS)))
            elements.append(decision(name, outcome(f"{name}o", rows, leads=draw(leads)), default=draw(leads)))
    return orchestration(*elements)


@st.composite
def possible_events(draw: st.DrawFn, state: RunState) -> ev.Event:
    ids = [step.id for run in state.stages for step in run.steps] or [0]
    step = draw(st.sampled_from(ids))
    word = draw(st.sampled_from(WORDS))
    return draw(
        st.sampled_from(
            [
                ev.StepFinished(at=NINE, by="user:1", step=step, outputs={"word": word}),
                ev.StepFinished(at=NINE, by="user:2", step=step, outputs={"word": word}),
                ev.StepFailed(at=NINE, step=step, message="It broke."),
                ev.RecordChanged(at=NINE, record="001x"),
                ev.Published(at=NINE),
                ev.SuspendAsked(at=NINE),
                ev.ResumeAsked(at=NINE),
                ev.RetryAsked(at=NINE),
                ev.CancelAsked(at=NINE),
            ]
        )
    )


class Items:
    """Counts open work items as the shell would keep them."""

    def __init__(self) -> None:
        self.open: dict[int, int] = {}

    def take(self, commands: Any, event: ev.Event) -> None:
        for command in commands:
            if isinstance(command, OpenWorkItem):
                assert self.open.get(command.step, 0) == 0, "opened twice"
                self.open[command.step] = len(command.assignees)
            elif isinstance(command, WithdrawWorkItem):
                self.open[command.step] = 0

    def finished(self, step: int) -> None:
        self.open[step] = 0


def check_laws(defn: Definition, state: RunState, commands: Any, items: Items) -> None:
    step_runs = {step.id: step for run in state.stages for step in run.steps}
    stages = {element.name: element for element in defn.elements if isinstance(element, Stage)}
    assert sum(run.status == StageStatus.IN_PROGRESS for run in state.stages) <= 1
    for command in commands:
        if isinstance(command, OpenWorkItem | WithdrawWorkItem | RunFlow):
            assert command.step in step_runs
    for run in state.stages:
        kinds = {step.name: step.kind for step in stages[run.name].steps}
        for step in run.steps:
            waits = (
                step.status == StepStatus.IN_PROGRESS
                and kinds[step.name] == "interactive"
                and not step.screens_finished
            )
            assert items.open.get(step.id, 0) == (1 if waits else 0), (step, items.open)
            if run.status not in (StageStatus.IN_PROGRESS, StageStatus.SUSPENDED):
                assert step.status != StepStatus.IN_PROGRESS
    if state.status == "completed":
        assert not any(run.status == StageStatus.IN_PROGRESS for run in state.stages)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_the_laws_hold_for_any_orchestration_and_any_events(data: st.DataObject) -> None:
    defn = data.draw(orchestrations())
    assert parse(dump(defn)) == defn
    accepted: list[ev.Event] = [ev.RunStarted(at=NINE, instance="7")]
    turn = start(defn, accepted[0])
    items = Items()
    items.take(turn.commands, accepted[0])
    check_laws(defn, turn.state, turn.commands, items)
    for _ in range(data.draw(st.integers(0, 25))):
        event = data.draw(possible_events(turn.state))
        before = copy.deepcopy(turn.state)
        try:
            after = advance(defn, turn.state, event)
        except EventRejected:
            assert turn.state == before, "a refused event changed the state"
            continue
        assert before.status not in ENDED, "an ended run took an event"
        assert turn.state == before, "advance changed its argument"
        again = advance(defn, msgspec.json.decode(msgspec.json.encode(before), type=RunState), event)
        assert again == after, "the same arguments gave another turn"
        if isinstance(event, ev.StepFinished):
            items.finished(event.step)
        items.take(after.commands, event)
        check_laws(defn, after.state, after.commands, items)
        turn = after
        accepted.append(event)
    assert replay(defn, accepted) == turn.state
