"""Makes a finding small: leaves out moves and parts of the definition for as long as the same law breaks."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from engine.document import Definition
from engine.document.conditions import Conditions
from engine.document.elements import Decision
from engine.document.stages import Gate, Stage, Step
from engine.simulation.campaign import Case
from engine.simulation.cases import replay_case
from engine.simulation.moves import Move
from engine.simulation.play import Opening

replace = msgspec.structs.replace
MOST_TRIES = 4_000


def shrink(case: Case, *, tries: int = MOST_TRIES) -> Case:
    """The smallest case found that breaks the law of `case`; `case` itself when it does not break it again."""
    left = [tries]

    def breaks(smaller: Case) -> bool:
        left[0] -= 1
        broken = replay_case(smaller) if left[0] > 0 else None
        return broken is not None and broken.law == case.law

    if not breaks(case):
        return case
    before = None
    while before != case:
        before = case
        case = _fewer_moves(case, breaks)
        case = _smaller_definition(case, breaks)
    broken = replay_case(case)
    return replace(case, detail=broken.detail if broken else "")


def _fewer_moves(case: Case, breaks: Callable[[Case], bool]) -> Case:
    """Leaves out halves, quarters, ... single moves; then plain moves instead of special ones."""
    size = max(1, len(case.moves) // 2)
    while size:
        at = 0
        while at < len(case.moves):
            smaller = replace(case, moves=case.moves[:at] + case.moves[at + size :])
            if breaks(smaller):
                case = smaller
            else:
                at += size
        size //= 2
    for at, move in enumerate(case.moves):
        for plainer in _plainer(move):
            smaller = replace(case, moves=(*case.moves[:at], plainer, *case.moves[at + 1 :]))
            if breaks(smaller):
                case = smaller
    return case


def _plainer(move: Move) -> Iterator[Move]:
    says_something = move.do in ("finish", "work", "result", "publish", "write")
    word = {"word": "yes" if says_something else move.word}
    for changes in ({"lost": False, "again": False}, {"n": None}, word, {"who": min(move.who, 1)}):
        plainer = replace(move, **changes)
        if plainer != move:
            yield plainer


def _smaller_definition(case: Case, breaks: Callable[[Case], bool]) -> Case:
    changed = True
    while changed:
        changed = False
        for smaller in _smaller(case):
            if breaks(smaller):
                case, changed = smaller, True
                break
    return case


def _smaller(case: Case) -> Iterator[Case]:
    for defn in _smaller_definitions(case.defn):
        yield replace(case, defn=defn)
    for opening in (Opening(), replace(case.opening, prior=None), replace(case.opening, words=("no", "no", "no"))):
        if opening != case.opening:
            yield replace(case, opening=opening)


def _smaller_definitions(defn: Definition) -> Iterator[Definition]:
    """Without an element; else with one element made smaller. What leads to nowhere then is an error of the run."""
    for at, element in enumerate(defn.elements):
        rest = (*defn.elements[:at], *defn.elements[at + 1 :])
        if rest:
            start = defn.start
            if start.connector and start.connector.target == element.name:
                start = replace(start, connector=replace(start.connector, target=rest[0].name))
            yield replace(defn, elements=tuple(_without(other, element.name) for other in rest), start=start)
    for at, element in enumerate(defn.elements):
        for smaller in _smaller_element(element):
            yield replace(defn, elements=(*defn.elements[:at], smaller, *defn.elements[at + 1 :]))


def _without(element: Any, gone: str) -> Any:
    """The element with no connector that leads to one that is left out."""
    changes: dict[str, Any] = {}
    for name in ("connector", "fault", "default"):
        connector = getattr(element, name, None)
        if connector is not None and connector.target == gone:
            changes[name] = None
    if isinstance(element, Decision):
        changes["outcomes"] = tuple(
            replace(outcome, connector=None) if outcome.connector and outcome.connector.target == gone else outcome
            for outcome in element.outcomes
        )
    return replace(element, **changes) if changes else element


def _smaller_element(element: Any) -> Iterator[Any]:
    for name in ("connector", "fault", "default"):
        if getattr(element, name, None) is not None:
            yield replace(element, **{name: None})
    if isinstance(element, Stage):
        yield from (replace(element, exit=gate) for gate in _smaller_gates(element.exit))
        yield from _with_one_less(element, "steps", _smaller_step)
    elif isinstance(element, Decision):
        yield from _with_one_less(element, "outcomes", _smaller_outcome)


def _with_one_less(holder: Any, name: str, smaller: Callable[[Any], Iterator[Any]]) -> Iterator[Any]:
    parts = getattr(holder, name)
    for at, part in enumerate(parts):
        yield replace(holder, **{name: (*parts[:at], *parts[at + 1 :])})
        for less in smaller(part):
            yield replace(holder, **{name: (*parts[:at], less, *parts[at + 1 :])})


def _smaller_step(step: Step) -> Iterator[Step]:
    for gate in _smaller_gates(step.entry):
        yield replace(step, entry=gate)
    for gate in _smaller_gates(step.exit):
        yield replace(step, exit=gate)
    if step.due is not None and not any(one.when.of == "due" for one in step.deadlines):
        yield replace(step, due=None)
    for at in range(len(step.deadlines)):
        yield replace(step, deadlines=(*step.deadlines[:at], *step.deadlines[at + 1 :]))
    if len(step.assignees) > 1:
        yield replace(step, assignees=step.assignees[:1])


def _smaller_outcome(outcome: Any) -> Iterator[Any]:
    if outcome.connector is not None:
        yield replace(outcome, connector=None)
    if outcome.only_when_changed:
        yield replace(outcome, only_when_changed=False)
    for conditions in _smaller_conditions(outcome.conditions):
        yield replace(outcome, conditions=conditions)


def _smaller_gates(gate: Gate) -> Iterator[Gate]:
    if gate.is_default:
        return
    yield Gate()
    if gate.evaluation is not None and not gate.conditions.is_empty:
        yield replace(gate, evaluation=None)
        yield replace(gate, conditions=Conditions())
    for conditions in _smaller_conditions(gate.conditions):
        yield replace(gate, conditions=conditions)


def _smaller_conditions(conditions: Conditions) -> Iterator[Conditions]:
    if len(conditions.rows) > 1:
        yield from (Conditions(rows=(row,)) for row in conditions.rows)
