"""Random orchestrations: stages, decisions, Go To both ways, joins, fault paths, gates of every kind."""

from typing import Any
from typing import Literal as OneOf

from engine.document import Definition, FlowKind, Start
from engine.document.elements import Connector, Decision, Outcome
from engine.document.operands import Literal, Operand, Reference
from engine.document.stages import Assignee, Deadline, End, Gate, Stage, Step, StepKind
from engine.document.timing import Moment
from engine.simulation.dice import Dice
from engine.simulation.gates import Names, conditions, done, gate, text
from engine.times import UNITS
from engine.values import Kind

Then = OneOf["remind", "escalate", "reassign", "fail"]
PEOPLE = ("alice", "bob", "carol")
DEADLINES = ("first", "second", "third")
KINDS: tuple[tuple[int, StepKind], ...] = (
    (42, "background"),
    (36, "interactive"),
    (17, "approval"),
    (3, "external"),
    (2, "unsupported"),
)


def orchestration(dice: Dice) -> Definition:
    """One to six elements; half of them are about a record."""
    record = dice.chance(55)
    names = Names(record=record)
    elements = [f"E{number}" for number in range(dice.weighted(((15, 1), (25, 2), (25, 3), (15, 4), (12, 5), (8, 6))))]
    made: list[Any] = [_element(dice, name, elements, names) for name in elements]
    start = Start(connector=Connector(target=elements[0]), object="Thing__c" if record else "")
    return Definition(
        api_name="Simulated", label="Simulated", kind=FlowKind.ORCHESTRATION, elements=tuple(made), start=start
    )


def _element(dice: Dice, name: str, elements: list[str], names: Names) -> Stage | Decision | End:
    if name != elements[0] and dice.chance(8):
        return End(name=name, label=name)
    if dice.chance(24):
        return _decision(dice, name, elements, names)
    return _stage(dice, name, elements, names)


def _stage(dice: Dice, name: str, elements: list[str], names: Names) -> Stage:
    inside: list[Step] = []
    for number in range(dice.weighted(((4, 0), (30, 1), (34, 2), (22, 3), (10, 4)))):
        step_name = f"{name}s{number}"
        names.steps.append(step_name)  # a step's own exit may name it
        inside.append(_step(dice, step_name, [step.name for step in inside], names))
    names.stages.append(name)
    exit_gate = gate(dice, names, flow=f"{name}_exit") if dice.chance(30) else Gate()
    return Stage(
        name=name,
        label=name,
        steps=tuple(inside),
        exit=exit_gate,
        connector=_leads(dice, name, elements),
        fault=_leads(dice, name, elements) if dice.chance(40) else None,
    )


def _step(dice: Dice, name: str, before: list[str], names: Names) -> Step:
    kind: StepKind = dice.weighted(KINDS)
    entry = Gate()
    if before and dice.chance(40):
        entry = done(dice.pick(before))
    elif dice.chance(18):
        entry = gate(dice, names, flow=f"{name}_entry")
    if kind not in ("interactive", "approval"):
        late = (_deadline(dice, DEADLINES[0], "fail"),) if dice.chance(20) else ()
        return Step(name=name, label=name, kind=kind, action=f"{name}_flow", entry=entry, deadlines=late)
    return Step(
        name=name,
        label=name,
        kind=kind,
        action=f"{name}_screens",
        entry=entry,
        exit=gate(dice, names, flow=f"{name}_done") if dice.chance(30) else Gate(),
        assignees=_assignees(dice, names),
        **_timing(dice),
    )


def _timing(dice: Dice) -> dict[str, Any]:
    """A ladder of up to three rungs, some of them counted from the due date, before it or after."""
    if not dice.chance(28):
        return {}
    due = Moment(amount=_number(dice.between(1, 4)), unit=dice.pick(UNITS[:3])) if dice.chance(50) else None
    names = DEADLINES[: dice.between(1, 3)]
    kinds: tuple[Then, ...] = ("remind", "escalate", "reassign", "fail")
    return {
        "due": due,
        "deadlines": tuple(_deadline(dice, name, dice.pick(kinds), due=due is not None) for name in names),
    }


def _deadline(dice: Dice, name: str, then: Then, *, due: bool = False) -> Deadline:
    of: Any = "due" if due and dice.chance(50) else "start"
    amount = dice.between(-2 if of == "due" else 0, 5)
    given = Assignee("user", text(dice.pick(PEOPLE))) if then == "reassign" else None
    return Deadline(name, Moment(of=of, amount=_number(amount), unit=dice.pick(UNITS[:3])), then, given)


def _number(value: int) -> Literal:
    return Literal(Kind.NUMBER, str(value))


def _assignees(dice: Dice, names: Names) -> tuple[Assignee, ...]:
    """One to three; now and then one whom an output or the record names, which may be nobody."""
    chosen = [Assignee("user", text(PEOPLE[number])) for number in range(dice.weighted(((70, 1), (20, 2), (10, 3))))]
    if dice.chance(6):
        paths = [f"{step}.Outputs.word" for step in names.steps] + (["$Record.Word__c"] if names.record else [])
        value: Operand = Reference(dice.pick(paths))
        chosen[0] = Assignee("resource", value)
    return tuple(chosen)


def _decision(dice: Dice, name: str, elements: list[str], names: Names) -> Decision:
    outcomes = []
    for number in range(dice.between(1, 3)):
        judged = conditions(dice, names)
        only = names.record and dice.chance(20)
        leads = _leads(dice, name, elements)
        outcomes.append(Outcome(f"{name}o{number}", f"{name}o{number}", judged, leads, only_when_changed=only))
    names.outcomes.extend(outcome.name for outcome in outcomes)
    return Decision(name=name, label=name, outcomes=tuple(outcomes), default=_leads(dice, name, elements))


def _leads(dice: Dice, name: str, elements: list[str]) -> Connector | None:
    """Mostly on to the next one; else a jump ahead, or anywhere, the element itself included, or nowhere."""
    position = elements.index(name)
    if position + 1 < len(elements) and dice.chance(62):
        return Connector(target=elements[position + 1])
    if dice.chance(45):
        return None
    ahead = elements[position + 1 :]
    return Connector(target=dice.pick(ahead if ahead and dice.chance(60) else elements), go_to=True)
