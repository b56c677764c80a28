"""Laws of interviews, on drawn flows and drawn answers."""

import copy
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from engine.document import Definition, parse
from engine.flows.answers import Answer, ScreenAnswered
from engine.flows.interview import advance, begin, resume
from engine.flows.outcomes import NeedRecords, Outcome, ShowScreen
from engine.flows.state import InterviewState, dump_interview, load_interview
from engine.values import RecordValue
from tests.engine.flows.world import NINE, World

NAMES = [f"E{number}" for number in range(6)]
MOVES = 40


def _connector(draw: st.DrawFn) -> dict[str, Any]:
    target = draw(st.sampled_from([*NAMES, ""]))
    return {"connector": {"target": target}} if target else {}


def _assignment(draw: st.DrawFn, name: str) -> dict[str, Any]:
    operand = draw(
        st.sampled_from(
            [
                {"type": "literal", "kind": "number", "text": "2"},
                {"type": "reference", "path": "n"},
                {"type": "reference", "path": "rec.Account.Level"},
                {"type": "expression", "text": "{!n} + LEN({!F0})"},
            ]
        )
    )
    item = {"target": draw(st.sampled_from(["n", "rec.Level"])), "operator": "add", "value": operand}
    return {"type": "assignment", "items": [item]}


def _screen(draw: st.DrawFn, name: str) -> dict[str, Any]:
    number = NAMES.index(name)
    fields: list[dict[str, Any]] = [
        {"name": f"F{number}", "kind": "input", "data": "text", "text": "{!n}", "required": draw(st.booleans())},
        {"name": f"N{number}", "kind": "input", "data": "number", "text": "{!rec.Account.Name}"},
        {
            "name": f"V{number}",
            "kind": "input",
            "data": "date",
            "visible_when": {"rows": [{"left": f"N{number}", "operator": "is_null"}]},
        },
    ]
    return {"type": "screen", "fields": fields}


def _decision(draw: st.DrawFn, name: str) -> dict[str, Any]:
    rows = [{"left": "n", "operator": "greater_than", "right": {"type": "literal", "kind": "number", "text": "3"}}]
    outcome = {"name": f"O_{name}", "label": "Big", "conditions": {"rows": rows}, **_connector(draw)}
    return {"type": "decision", "outcomes": [outcome]}


def _get(draw: st.DrawFn, name: str) -> dict[str, Any]:
    stored = draw(st.booleans())
    return {
        "type": "get_records",
        "object": "Contact",
        "first_only": True,
        **({"store_automatically": True} if stored else {"output": "rec"}),
    }


def _create(draw: st.DrawFn, name: str) -> dict[str, Any]:
    values = [{"name": "Level", "value": {"type": "reference", "path": "n"}}]
    return {"type": "create_records", "object": "Contact", "values": values, "store_automatically": True}


def _update(draw: st.DrawFn, name: str) -> dict[str, Any]:
    return {"type": "update_records", "source": "rec", **({"fault": {"target": "E0"}} if draw(st.booleans()) else {})}


def _delete(draw: st.DrawFn, name: str) -> dict[str, Any]:
    return {"type": "delete_records", "source": "rec", **({"fault": {"target": "E1"}} if draw(st.booleans()) else {})}


def _subflow(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """Into a flow with a screen of its own, or into one that only writes."""
    given = [{"name": "n", "value": {"type": "reference", "path": "n"}}]
    outputs = [{"name": "n", "target": "n"}]
    flow = draw(st.sampled_from(["Asks", "Writes", "Nowhere"]))
    fault = {"fault": {"target": "E2"}} if draw(st.booleans()) else {}
    return {"type": "subflow", "flow": flow, "inputs": given, "outputs": outputs, **fault}


def _action(draw: st.DrawFn, name: str) -> dict[str, Any]:
    action = draw(st.sampled_from(["Known", "Unknown"]))
    return {"type": "action_call", "kind": "apex", "action": action, "outputs": [{"name": "n", "target": "n"}]}


def _collection(draw: st.DrawFn, name: str) -> dict[str, Any]:
    rows = [{"left": f"I_{name}.Level", "operator": "is_null", "right": {"type": "reference", "path": "n"}}]
    return draw(
        st.sampled_from(
            [
                {"type": "sort_collection", "collection": "recs", "keys": [{"field": "Name", "order": "desc"}]},
                {"type": "filter_collection", "collection": "recs", "item": f"I_{name}", "conditions": {"rows": rows}},
                {"type": "roll_back_records"},
                {"type": "custom_error", "messages": [{"text": "No: {!n}", "field": "Level"}]},
            ]
        )
    )


KINDS = [_assignment, _screen, _screen, _decision, _get, _create, _update, _delete, _subflow, _subflow, _action]
KINDS += [_collection]
_N = {"name": "n", "kind": "number", "is_input": True, "is_output": True}
_ADD = {"type": "literal", "kind": "number", "text": "1"}
CALLED = {
    "Asks": [
        {"type": "screen", "name": "Q", "label": "{!n}", "fields": [{"name": "A", "kind": "input", "data": "number"}]}
        | {"connector": {"target": "Sum"}},
        {
            "type": "assignment",
            "name": "Sum",
            "label": "",
            "items": [{"target": "n", "operator": "add", "value": _ADD}],
        },
    ],
    "Writes": [
        {"type": "create_records", "name": "Mk", "label": "", "object": "Contact", "store_automatically": True}
        | {"values": [{"name": "Level", "value": {"type": "reference", "path": "n"}}], "connector": {"target": "Hop"}},
        {"type": "action_call", "name": "Hop", "label": "", "kind": "apex", "action": "Known"},
    ],
}


def _called(name: str) -> Definition:
    return parse(
        {
            "api_name": name,
            "label": name,
            "kind": "screen",
            "start": {"connector": {"target": CALLED[name][0]["name"]}},
            "elements": CALLED[name],
            "variables": [_N],
        }
    )


LIBRARY = {name: _called(name) for name in CALLED}


@st.composite
def flows(draw: st.DrawFn) -> Definition:
    elements = []
    for name in NAMES:
        element = draw(st.sampled_from(KINDS))(draw, name)
        way_out = _connector(draw)
        if element["type"] == "decision" and way_out:
            way_out = {"default": way_out["connector"]}
        elements.append({"name": name, "label": name, **element, **way_out})
    variables = [
        {"name": "n", "kind": "number", "is_input": True, "is_output": True},
        {"name": "rec", "kind": "record", "object": "Contact", "is_input": True, "is_output": True},
        {"name": "recs", "kind": "record", "object": "Contact", "collection": True, "is_input": True},
        {"name": "typed", "kind": "text", "is_output": True, "default": {"type": "reference", "path": "F0"}},
    ]
    return parse(
        {
            "api_name": "Drawn",
            "label": "Drawn",
            "kind": "screen",
            "start": {"connector": {"target": "E0"}},
            "elements": elements,
            "variables": variables,
        }
    )


raws = st.one_of(st.none(), st.sampled_from(["", "4", "x", "2026-01-31"]), st.booleans(), st.text(max_size=3))
people = st.lists(
    st.tuples(st.sampled_from(["next", "next", "next", "back", "refresh", "finish"]), raws, raws, raws),
    min_size=MOVES,
    max_size=MOVES,
)
INPUTS = {"n": {"$number": "1"}, "rec": "003a", "recs": ["003a"]}


def _world() -> World:
    rows = [
        RecordValue("Contact", "003a", {"Id": "003a", "Name": "Ann", "AccountId": "001a"}),
        RecordValue("Account", "001a", {"Id": "001a", "Name": "Acme"}),
    ]
    return World({row.id: row for row in rows}, flows=LIBRARY, actions={"Known": {"n": {"$number": "5"}}})


def _next(outcome: Outcome, person: Any, world: World) -> Answer | None:
    """What the outside answers, None when nothing is asked."""
    if isinstance(outcome, NeedRecords):
        return world.answer(outcome.request)
    if not isinstance(outcome, ShowScreen):
        return None
    move, *typed = person
    names = [field.name for field in outcome.view.inputs]
    values = dict(zip(names, typed, strict=False))
    move = "next" if move == "back" and not outcome.view.can_back else move
    return ScreenAnswered(outcome.view.name, values, move)


def _stored(state: InterviewState) -> InterviewState:
    return load_interview(msgspec.json.encode(dump_interview(state)))


def _play(defn: Definition, moves: list[Any], through: Any) -> Outcome:
    world = _world()
    outcome = begin(defn, INPUTS, at=NINE, library=world)
    for person in moves:
        answer = _next(outcome, person, world)
        if answer is None:
            break
        outcome = advance(defn, through(outcome.interview), answer, at=NINE, library=world)
    return outcome


@given(flows(), people)
def test_an_interview_that_is_stored_at_every_point_ends_like_one_that_is_not(
    defn: Definition, moves: list[Any]
) -> None:
    assert _play(defn, moves, _stored) == _play(defn, moves, lambda state: state)


@given(flows(), people)
def test_the_same_arguments_give_the_same_answer_and_are_never_changed(defn: Definition, moves: list[Any]) -> None:
    world = _world()
    outcome = begin(defn, INPUTS, at=NINE, library=world)
    for person in moves[:15]:
        answer = _next(outcome, person, world)
        if answer is None:
            break
        before = copy.deepcopy((defn, outcome.interview, answer))
        once = advance(defn, outcome.interview, answer, at=NINE, library=world)
        again = advance(defn, outcome.interview, answer, at=NINE, library=world)
        assert once == again
        assert (defn, outcome.interview, answer) == before
        outcome = once


@given(flows(), people)
def test_looking_again_shows_the_same_place(defn: Definition, moves: list[Any]) -> None:
    outcome = _play(defn, moves[:10], _stored)

    again = resume(defn, outcome.interview, at=NINE, library=_world())

    if isinstance(outcome, ShowScreen) and isinstance(again, ShowScreen):
        assert again.view == outcome.view
    elif isinstance(outcome, NeedRecords):
        assert again == outcome
