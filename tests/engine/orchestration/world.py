"""Small worlds for tests of the core: definitions in a few words, and a player that feeds events."""

from typing import Any

from engine.document import Definition, FlowKind, Start
from engine.document.conditions import Condition, Conditions, Operator
from engine.document.elements import Connector, Decision, Outcome
from engine.document.operands import Literal, Reference
from engine.document.stages import Assignee, End, Gate, Stage, Step
from engine.orchestration import Turn, advance, start
from engine.orchestration import events as ev
from engine.orchestration.commands import OpenWorkItem, RunFlow, WithdrawWorkItem
from engine.orchestration.scope import latest_stage, latest_step
from engine.orchestration.state import RunState, StageRun, StepRun
from engine.values import Kind, pack

NINE = "2026-03-02T09:00:00+00:00"


def to(target: str) -> Connector:
    return Connector(target=target)


def go_to(target: str) -> Connector:
    return Connector(target=target, go_to=True)


def text(value: str) -> Literal:
    return Literal(Kind.TEXT, value)


def equal(left: str, value: Any) -> Condition:
    return Condition(left, Operator.EQUAL_TO, _operand(value))


def above(left: str, value: int) -> Condition:
    return Condition(left, Operator.GREATER_THAN, _operand(value))


def when(*rows: Condition, logic: str = "and") -> Gate:
    return Gate(conditions=Conditions(logic=logic, rows=rows))


def done(step: str) -> Gate:
    return when(equal(f"{step}.Status", "Completed"))


def background(name: str, **more: Any) -> Step:
    return Step(name=name, label=name, kind="background", action=f"{name}_flow", **more)


def interactive(name: str, *, who: str = "alice", **more: Any) -> Step:
    more.setdefault("assignees", (Assignee("user", text(who)),))
    return Step(name=name, label=name, kind="interactive", action=f"{name}_screens", **more)


def stage(name: str, *steps: Step, **more: Any) -> Stage:
    return Stage(name=name, label=name, steps=steps, **more)


def decision(name: str, *outcomes: Outcome, default: Connector | None = None) -> Decision:
    return Decision(name=name, label=name, outcomes=outcomes, default=default)


def outcome(name: str, *rows: Condition, leads: Connector | None = None, **more: Any) -> Outcome:
    return Outcome(name=name, label=name, conditions=Conditions(rows=rows), connector=leads, **more)


def orchestration(*elements: Stage | Decision | End, **more: Any) -> Definition:
    more.setdefault("start", Start(connector=to(elements[0].name)))
    return Definition(api_name="Test", label="Test", kind=FlowKind.ORCHESTRATION, elements=tuple(elements), **more)


class Player:
    """Plays events against the core and remembers every turn."""

    def __init__(self, defn: Definition, **started: Any) -> None:
        self.defn = defn
        self.events: list[ev.Event] = [ev.RunStarted(at=NINE, instance="1", **started)]
        self.turns: list[Turn] = [start(defn, self.events[0])]

    @property
    def state(self) -> RunState:
        return self.turns[-1].state

    @property
    def commands(self) -> tuple[Any, ...]:
        return self.turns[-1].commands

    def play(self, event: ev.Event) -> "Player":
        self.turns.append(advance(self.defn, self.state, event))
        self.events.append(event)
        return self

    def finish(self, step: str, **outputs: Any) -> "Player":
        packed = {name: pack(value) for name, value in outputs.items()}
        return self.play(ev.StepFinished(at=NINE, by="user:1", step=self.step(step).id, outputs=packed))

    def fail(self, step: str, message: str = "It broke.") -> "Player":
        return self.play(ev.StepFailed(at=NINE, step=self.step(step).id, message=message))

    def step(self, name: str) -> StepRun:
        found = latest_step(self.state, name)
        assert found is not None, f"no step run {name}"
        return found

    def stage(self, name: str) -> StageRun:
        found = latest_stage(self.state, name)
        assert found is not None, f"no stage run {name}"
        return found

    def statuses(self) -> dict[str, str]:
        return {step.name: str(step.status) for run in self.state.stages for step in run.steps}

    def opened(self) -> list[str]:
        return [c.name for c in self.commands if isinstance(c, OpenWorkItem)]

    def called(self) -> list[str]:
        return [c.name for c in self.commands if isinstance(c, RunFlow)]

    def withdrawn(self) -> list[int]:
        return [c.step for c in self.commands if isinstance(c, WithdrawWorkItem)]

    def rules(self) -> list[tuple[str, str, str]]:
        return [(line.rule, line.what, line.subject) for line in self.turns[-1].trail]


def _operand(value: Any) -> Literal | Reference:
    match value:
        case bool():
            return Literal(Kind.BOOLEAN, str(value).lower())
        case int() | float():
            return Literal(Kind.NUMBER, str(value))
        case Reference():
            return value
        case _:
            return text(value)
