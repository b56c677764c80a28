"""Interviews as data: tests/cases/flows/*.json hold a definition, the records, the moves and what each move shows.

A case: {"says", "definition", "inputs", "begin", "records", "picklists", "fails", "flows", "actions", "moves"}; a move:
{"screen", "values", "move", "at", "gone", "expect"}, the first one has no screen: it is the start. "expect" is compared
with `summary` key by key; the records in "gone" are deleted before the move.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.document import Definition, parse
from engine.flows.answers import ScreenAnswered
from engine.flows.outcomes import Faulted, Finished, Outcome, ShowScreen
from engine.flows.views import walk
from engine.values import plain, unpack
from tests.engine.flows.world import NINE, World, answered, started

CASES = Path(__file__).parents[2] / "cases" / "flows"


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['says']}")
        for path in sorted(CASES.glob("*.json"))
        for case in json.loads(path.read_text())
    ]


def summary(outcome: Outcome, world: World) -> dict[str, Any]:
    """What a move gave, in few words."""
    state = outcome.interview
    seen: dict[str, Any] = {
        "trace": [[line.name, line.kind, line.notes] for line in state.trace],
        "asked": [type(request).__name__ for request in world.asked],
        "records": {row.id: {k: plain(v) for k, v in row.fields.items()} for row in world.records.values()},
    }
    match outcome:
        case ShowScreen(view=view):
            fields = list(walk(view.fields))
            seen["shows"] = view.name
            seen["label"] = view.label
            seen["paused"] = outcome.paused
            seen["moves"] = [move for move in ("back", "next", "finish", "pause") if getattr(view, f"can_{move}")]
            seen["labels"] = view.labels
            seen["fields"] = [field.name for field in fields]
            seen["kinds"] = {field.name: field.kind for field in fields}
            seen["values"] = {field.name: field.value for field in fields if field.is_input}
            seen["required"] = [field.name for field in fields if field.required]
            seen["texts"] = {field.name: field.label for field in fields if field.label}
            seen["html"] = {field.name: field.html for field in fields if field.html}
            seen["help"] = {field.name: field.help for field in fields if field.help}
            seen["choices"] = {
                field.name: [[c.value, c.label] for c in field.choices] for field in fields if field.choices
            }
            texts = [c.input for field in fields for c in field.choices if c.input]
            seen["beside"] = {text.name: [text.prompt, text.required, text.value] for text in texts}
            seen["errors"] = {field.name: [field.error_code, field.error] for field in fields if field.error}
        case Finished():
            seen["outputs"] = {name: plain(unpack(value)) for name, value in outcome.outputs.items()}
        case Faulted():
            seen["fault"] = [outcome.code, outcome.element, outcome.message]
            seen["fields"] = outcome.fields
    if state.saving is not None:
        seen["saving"] = {name: plain(unpack(value)) for name, value in state.saving.items()}
    return seen


def _whole(name: str, flow: dict[str, Any]) -> dict[str, Any]:
    """A called flow says its kind, its elements and its variables; the rest is its name."""
    start = {"connector": {"target": flow["elements"][0]["name"]}} if flow.get("elements") else {}
    return {"api_name": name, "label": name, "kind": "autolaunched", "start": start, **flow}


def play(case: dict[str, Any], *, stored: bool = False) -> list[dict[str, Any]]:
    """Every move of a case, summed up."""
    defn: Definition = parse(case["definition"])
    flows = {name: parse(_whole(name, flow)) for name, flow in case.get("flows", {}).items()}
    world = World.of(case.get("records", []), case.get("fails"), flows=flows, actions=case.get("actions", {}))
    world.picklists = case.get("picklists", {})
    seen: list[dict[str, Any]] = []
    outcome: Outcome | None = None
    for move in case["moves"]:
        at = move.get("at", NINE)
        world.asked.clear()
        for identity in move.get("gone", ()):
            del world.records[identity]
        if outcome is None:
            outcome = started(defn, case.get("inputs", {}), world, stored=stored, at=at, **case.get("begin", {}))
        else:
            answer = ScreenAnswered(move["screen"], move.get("values", {}), move.get("move", "next"))
            outcome = answered(defn, outcome, answer, world, at=at, stored=stored)
        seen.append(summary(outcome, world))
    return seen


@pytest.mark.parametrize("case", _cases())
def test_a_case_goes_as_written(case: dict[str, Any]) -> None:
    seen = play(case)

    wanted = [move["expect"] for move in case["moves"]]
    assert [{key: got.get(key) for key in want} for got, want in zip(seen, wanted, strict=True)] == wanted


@pytest.mark.parametrize("case", _cases())
def test_a_case_that_is_stored_as_json_between_all_moves_goes_the_same(case: dict[str, Any]) -> None:
    assert play(case, stored=True) == play(case)
